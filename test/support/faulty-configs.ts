import { fileURLToPath } from 'node:url';

const define = JSON.stringify(fileURLToPath(new URL('../../lambda/config/config.ts', import.meta.url)));

/** A configuration file that cannot be used, and what is to be said of it: `FILE` is the file, `DIR` its directory. */
export type FaultyConfig = {
  readonly what: string;
  readonly name: string;
  readonly text: string;
  readonly said: readonly string[];
};

const [head, tail] = [`import { defineConfig } from ${define};\n`, 'export default defineConfig(config);\n'];

/** One of each kind of file. */
export const faultyConfigs: readonly FaultyConfig[] = [
  {
    what: 'JSON in it',
    name: 'config.json',
    text: '{ "accounts": [] }',
    said: ['FILE: has to be TypeScript or JavaScript, in a file that ends in .ts or .js'],
  },
  {
    what: 'a syntax error in TypeScript',
    name: 'syntax.config.ts',
    text: `${head}const config = {\n  accounts: [{ name: 'acme' ],\n};\n${tail}`,
    said: ["FILE:3: Expected ',', got ']'"],
  },
  {
    what: 'a syntax error in JavaScript',
    name: 'syntax.config.mjs',
    text: "export default {\n  accounts: [{ name: 'acme' ],\n};\n",
    said: ["FILE:2: Unexpected token ']'"],
  },
  {
    what: 'a syntax error in a file that it imports',
    name: 'imports-syntax.config.ts',
    text: "import config from './syntax.config.ts';\nexport default config;\n",
    said: ["DIR/syntax.config.ts:3: Expected ',', got ']'"],
  },
  {
    what: 'TypeScript that Node.js does not run',
    name: 'enum.config.ts',
    text: "\nenum Zone { Seoul = 'Asia/Seoul' }\nexport default { accounts: [] };\n",
    said: ['FILE:2: TypeScript enum is not supported'],
  },
  {
    what: 'no default export',
    name: 'named.config.ts',
    text: `${head}export const config = defineConfig({ accounts: [{ name: 'acme' }] });\n`,
    said: ['FILE: has no default export; it has to say export default defineConfig({ … })'],
  },
  {
    what: 'something that is thrown',
    name: 'throwing.config.ts',
    text: "function customers(): string[] {\n  throw new TypeError('no customers\\nat all');\n}\nexport default { accounts: customers() };\n",
    said: ['FILE:2: throws TypeError: no customers at all'],
  },
  {
    what: 'a text that is thrown',
    name: 'throwing-text.config.ts',
    text: "throw 'no customers';\n",
    said: ['FILE: throws no customers'],
  },
  {
    what: 'a promise that is rejected',
    name: 'rejected.config.ts',
    text: "export default Promise.reject(\n  new Error('no customers'),\n);\n",
    said: ['FILE:2: throws Error: no customers'],
  },
  {
    what: 'a misspelt file',
    name: 'import.config.ts',
    text: `// what people edit\nimport { defineConfig } from ${define.replace('config.ts', 'confg.ts')};\n${tail}`,
    said: ['FILE:2: imports ', 'lambda/config/confg.ts, which cannot be imported; did you mean config.ts?'],
  },
  {
    what: 'a misspelt directory',
    name: 'directory.config.ts',
    text: "import config from './nowhere/config.ts';\nexport default config;\n",
    said: ['FILE:1: imports ./nowhere/config.ts, which cannot be imported\n'],
  },
  {
    what: 'a package that is not installed',
    name: 'package.config.ts',
    text: "import { customers } from 'our-customers/all';\nexport default { accounts: customers };\n",
    said: ['FILE:1: imports our-customers/all, which is not installed'],
  },
  {
    what: 'a misspelt name in an import',
    name: 'name.config.ts',
    text: `\n${head.replace('defineConfig', 'defineConfg')}export default defineConfg({});\n`,
    said: ['FILE:2: ', "does not provide an export named 'defineConfg'"],
  },
  {
    what: 'a form that is no code',
    name: 'config.yaml',
    text: 'accounts: []\n',
    said: ['FILE: has to be TypeScript or JavaScript, in a file that ends in .ts or .js'],
  },
  {
    what: 'an object that did not go through defineConfig',
    name: 'raw.config.ts',
    text: "export default { accounts: [{ name: 'acme', timezone: 'asia/seoul', time: '25:00' }], alert: {} };\n",
    said: [
      '  - accounts[0].timezone: there is no such option; did you mean timeZone?\n',
      '  - accounts[0].time: has to be a time, such as 01:10; it is "25:00"\n',
      '  - alert: there is no such option; did you mean alerts?\n',
    ],
  },
  {
    what: 'one that did, with all its faults',
    name: 'defined.config.ts',
    text: `${head}const config = { accounts: [{ name: 'Acme!', time: '25:00' }], alerts: { email: ['a@b.com,'] } };\n${tail}`,
    said: [
      '  - accounts[0].name: has to be 1 to 40 of a-z, 0-9 and inner hyphens; it is "Acme!"\n',
      '  - accounts[0].time: has to be a time, such as 01:10; it is "25:00"\n',
      '  - alerts.email[0]: has to be one email address',
    ],
  },
];
