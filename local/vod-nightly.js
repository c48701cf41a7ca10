#!/usr/bin/env node
// What npm links as `vod-nightly`: runs the sources in a checkout, and what was built from them in the package. An old Node.js
// cannot even parse either, so this file says which one is needed, in words that Node.js 12.20 understands.
import { existsSync } from 'node:fs';

const sources = new URL('./main.ts', import.meta.url);
const isCheckout = existsSync(sources);
const [program, needed, remedy] = isCheckout
  ? [sources, '24.0', 'After npm ci a checkout has one of its own: use npx vod-nightly, or npm start.']
  : [new URL('../dist/esm/main.js', import.meta.url), '22.18', 'Get a newer one from https://nodejs.org.'];

function fail(reason) {
  console.error(`vod-nightly: ${reason}`);
  process.exitCode = 1;
}

function explain({ code, message }) {
  if (code !== 'ERR_MODULE_NOT_FOUND') return message;
  const install = isCheckout ? 'npm ci where its package.json is' : 'npm install vod-nightly once more';
  return `it is not wholly installed; run ${install}. ${message}`;
}

function isAtLeast(version) {
  const [major, minor] = version.split('.').map(Number);
  const [ownMajor, ownMinor] = process.version.slice(1).split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}

if (isAtLeast(needed)) {
  // Node.js 22 calls SQLite experimental, by which commands keep others out of their folder.
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => {
    if (name !== 'ExperimentalWarning') console.error(`${name}: ${message}`);
  });
  import(program.href).catch((error) => fail(explain(error)));
} else {
  fail(`needs Node.js ${needed} or newer, and this is ${process.version}. ${remedy}`);
}
