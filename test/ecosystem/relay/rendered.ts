import { createElement, Suspense, useEffect } from 'react';
import { RelayEnvironmentProvider } from 'react-relay';
import { create } from 'react-test-renderer';
import type { Environment } from 'relay-runtime';
import { onTestFinished, vi } from 'vitest';

// Otherwise React says that other renderers are better for looking at what users see. These tests look at data.
Object.assign(globalThis, { IS_REACT_NATIVE_TEST_ENVIRONMENT: true });

/** What a hook of Relay returned last, in a component that is mounted until the end of the test. */
export interface Rendered<Result> {
  /** Waits until a result fulfils a condition. */
  until(condition: (result: Result) => boolean): Promise<Result>;
}

export function render<Result>(environment: Environment, useResult: () => Result): Rendered<Result> {
  let result: { readonly current: Result } | undefined;
  const Probe = () => {
    const current = useResult();
    useEffect(() => {
      result = { current };
    });
    return null;
  };
  const probe = createElement(Suspense, { fallback: null }, createElement(Probe));
  const root = create(createElement(RelayEnvironmentProvider, { environment }, probe));
  onTestFinished(() => root.unmount());
  return {
    until: (condition) =>
      vi.waitUntil(() => result && condition(result.current) && result.current, {
        timeout: 20_000,
        interval: 5,
      }) as Promise<Result>,
  };
}
