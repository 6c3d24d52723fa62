import { onTestFinished, vi } from 'vitest';

/** Stops the clock for one test. Timers go on. `pass` lets time pass. */
export function stopClock() {
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  return { pass: (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000) };
}
