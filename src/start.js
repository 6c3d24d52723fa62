#!/usr/bin/env node
// The entry point. It is JavaScript without static imports and top-level await, so that a Node.js too old for TypeScript can run it.
const [major, minor] = process.versions.node.split('.').map(Number);

// The lowest version that undici supports and that runs TypeScript without a flag. For Node.js 23, that is 23.6.
if (major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 19)) {
  void start();
} else {
  console.error(`Switchboard needs Node.js 22.19 or later; this is ${process.version}.`);
  process.exitCode = 1;
}

async function start() {
  const { enableCompileCache } = await import('node:module');
  // Beside the program, where nobody can write who could not change the program as well. If this process cannot either, nothing is kept.
  enableCompileCache(`${import.meta.dirname}/../node_modules/.cache/switchboard`);
  const { run } = await import('./cli/switchboard.ts');
  await run(process.argv.slice(2), process);
}
