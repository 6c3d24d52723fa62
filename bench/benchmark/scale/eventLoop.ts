/*
 * Loaded into a server with `--import`: answers each message with the longest block of its event loop since the last one, in
 * milliseconds. It is the CPU time of the thread between two ticks of a timer, because the delay of the timer would include the
 * time for which the operating system runs other processes.
 */

const INTERVAL_MS = 5;

let before = process.threadCpuUsage();
let longestMicros = 0;

setInterval(() => {
  const { user, system } = process.threadCpuUsage(before);
  longestMicros = Math.max(longestMicros, user + system);
  before = process.threadCpuUsage();
}, INTERVAL_MS).unref();

process.on('message', () => {
  process.send?.(longestMicros / 1000);
  longestMicros = 0;
});
// The server ends when it wants to, not when the benchmark closes the channel.
process.channel?.unref();
