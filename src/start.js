// The entry point. It is JavaScript because a Node.js that is too old for TypeScript has to be able to read it, and it has
// no imports and no top-level await for the same reason.
const [major, minor] = process.versions.node.split('.').map(Number);

// The lowest version that undici supports and that runs TypeScript as it is. Node.js 23 does so only from 23.6 on.
if (major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 19)) {
  void import('./main.ts');
} else {
  console.error(`Switchboard needs Node.js 22.19 or later; this is ${process.version}.`);
  process.exitCode = 1;
}
