/** What the tests use of React, whose own types are a package of their own. */
declare module 'react' {
  export type ReactNode = unknown;
  export function createElement(type: unknown, props?: unknown, ...children: readonly ReactNode[]): ReactNode;
  export function useEffect(effect: () => void): void;
  export const Suspense: unique symbol;
}

declare module 'react-test-renderer' {
  export function create(element: unknown): { unmount(): void };
}

declare module 'relay-compiler' {
  /** The path of the program. */
  const program: string;
  export default program;
}
