import { monitorEventLoopDelay } from 'node:perf_hooks';

/*
 * Loaded into a server with `--import`: answers each message with the longest block of its event loop since the last one, in
 * milliseconds.
 */

const RESOLUTION_MS = 5;

const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();
process.on('message', () => {
  process.send?.(Math.max(0, delay.max / 1e6 - RESOLUTION_MS));
  delay.reset();
});
// The server ends when it wants to, not when the benchmark closes the channel.
process.channel?.unref();
