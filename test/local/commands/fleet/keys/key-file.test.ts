import { describe, expect, it } from 'vitest';
import { parseKeyFile } from '../../../../../local/commands/fleet/keys/key-file.ts';

const acme = { accessKey: 'ACCESS-acme', secretKey: 'SECRET-acme' };
const globex = { accessKey: 'ACCESS-globex', secretKey: 'SECRET-globex' };
const both = { acme, globex };
const line = (document: object) => JSON.stringify(document);
const keysIn = (text: string) => {
  const { keys, faults } = parseKeyFile(text);
  expect(faults).toEqual([]);
  return Object.fromEntries(keys);
};
const faultsIn = (text: string) => {
  const { faults } = parseKeyFile(text);
  expect(faults.join()).not.toMatch(/ACCESS|SECRET/);
  return faults;
};

describe('a file of keys', () => {
  it('is a table, whatever the order of its columns', () => {
    const table =
      'account,accessKey,secretKey\nacme,ACCESS-acme,SECRET-acme\nglobex,ACCESS-globex,SECRET-globex\n';
    expect(keysIn(table)).toEqual(both);
    expect(keysIn(table.replaceAll('\n', '\r\n'))).toEqual(both);
    expect(keysIn(`\ufeff${table}\n\n`)).toEqual(both);
    expect(
      keysIn(
        'secretKey , account,accessKey\n"SECRET-acme",acme,ACCESS-acme\nSECRET-globex, globex ,ACCESS-globex',
      ),
    ).toEqual(both);
  });

  it('is a JSON document a line', () => {
    const lines = [line({ account: 'acme', ...acme }), '', line({ ...globex, account: 'globex' })];
    expect(keysIn(lines.join('\n'))).toEqual(both);
    expect(keysIn(`\ufeff${lines.join('\r\n')}\r\n`)).toEqual(both);
  });

  it('has keys without what pasting puts around them', () => {
    const pasted = line({
      account: 'acme',
      accessKey: ' ACCESS-acme\u200b',
      secretKey: '\ufeffSECRET-acme\n',
    });
    expect(keysIn(pasted)).toEqual({ acme });
  });

  it.each([
    ['', ['has no keys in it']],
    ['account,accessKey,secretKey\n', ['has no keys in it']],
    [
      'ACCESS-acme,SECRET-acme\n',
      ['line 1: has to be account,accessKey,secretKey, the titles of the columns'],
    ],
    [
      'account,accessKey\nacme,ACCESS-acme',
      ['line 1: has to be account,accessKey,secretKey, the titles of the columns'],
    ],
    ['account,accessKey,secretKey\nacme,ACCESS-acme', ['line 2: has to have three cells']],
    ['account,accessKey,secretKey\nacme,"ACCESS"x,SECRET', ['line 2: is no CSV (CSV_INVALID_CLOSING_QUOTE)']],
    [
      '{"account":"acme","accessKey":"ACCESS',
      ['line 1: has to be a JSON document with account, accessKey, secretKey and nothing else'],
    ],
  ])('is refused as a whole: %j', (text, faults) => {
    expect(faultsIn(text)).toEqual(faults);
  });

  it('is refused for all that is wrong, by line, and never with a key', () => {
    const faults = faultsIn(
      [
        'account,accessKey,secretKey',
        'ACCESS-acme,acme,SECRET-acme',
        'acme,ACCESS-acme,',
        'globex,not-set,SECRET-globex',
        'acme,ACCESS-acme,SECRET\u200b-acme',
        '',
        'initech,ACCESS initech,SECRET\u00a0initech',
        'umbrella,ACCESS,SECRET,more',
      ].join('\n'),
    );
    expect(faults).toEqual([
      'line 2: account has to be 1 to 40 of a-z, 0-9 and inner hyphens',
      'line 3: accessKey and secretKey have to be set',
      'line 4: accessKey and secretKey have to be set',
      'line 5: acme is there already, in line 3',
      'line 5: the secret key has U+200B inside, a character that is in no key',
      'line 7: the access key has U+0020 inside, a character that is in no key; the secret key has U+00A0 inside, a character that is in no key',
      'line 8: has to have three cells',
    ]);
  });

  it('has documents with three texts each', () => {
    const documents = [
      { account: 'acme', ...acme, ring: 'gold' },
      { account: 'acme', accessKey: 'ACCESS' },
      { account: 'globex', accessKey: 5, secretKey: ['SECRET'] },
      ['acme', 'ACCESS', 'SECRET'],
    ];
    const other = 'has to be a JSON document with account, accessKey, secretKey and nothing else';
    expect(faultsIn(documents.map(line).join('\n'))).toEqual([
      `line 1: ${other}`,
      `line 2: ${other}`,
      'line 3: accessKey and secretKey have to be texts',
      `line 4: ${other}`,
    ]);
  });
});
