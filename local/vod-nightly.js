#!/usr/bin/env node
// What npm links as `vod-nightly`. An old Node.js cannot even parse the program, so this file says which one is needed, in
// words that Node.js 12 understands: nothing is imported before, and no newer syntax stands in here.

const neededMajor = 24;

function fail(reason) {
  console.error(`vod-nightly: ${reason}`);
  process.exitCode = 1;
}

function explain({ code, message }) {
  if (code !== 'ERR_MODULE_NOT_FOUND') return message;
  return `it is not wholly installed; run npm ci where its package.json is. ${message}`;
}

if (Number(process.version.slice(1).split('.')[0]) >= neededMajor) {
  import('./main.ts').catch((error) => fail(explain(error)));
} else {
  fail(
    `needs Node.js ${neededMajor} or newer, and this is ${process.version}. After npm ci a checkout has one of its own: ` +
      'use npx vod-nightly, or npm start. For anything else get one from https://nodejs.org.',
  );
}
