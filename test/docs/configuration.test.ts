import { describe, expect, it } from 'vitest';
import { accountSchema } from '../../lambda/config/account.ts';
import { defineConfig } from '../../lambda/config/config.ts';
import { ruleSetSchema } from '../../lambda/core/rules/rule-set.ts';
import complete from './complete.config.ts';
import { read } from './pages.ts';
import small from './small.config.ts';

describe('docs/configuration.md', () => {
  const text = read('docs/configuration.md');
  const [account] = defineConfig({ accounts: [{ name: 'main' }] }).accounts;
  const { deployment, fleet } = defineConfig({
    accounts: [{ name: 'main' }],
    fleet: { shifts: [{ name: 'main' }] },
  });

  /** The default that a table gives an option, as JSON; nothing where it has no row or says it in words. */
  function documented(option: string): string | undefined {
    const [, cell] = new RegExp(`^\\| \`${option}\` +\\| \`([^|]+)\` +\\|`, 'm').exec(text) ?? [];
    return cell?.trim();
  }

  /** As people write it in TypeScript, texts without quotes. */
  function written(value: unknown): string {
    if (typeof value === 'string') return value;
    return JSON.stringify(value)
      .replaceAll('"', '')
      .replace(/[:,]/g, '$& ')
      .replace(/^\{(.+)\}$/, '{ $1 }');
  }

  it.each(
    Object.entries({ ...account, ...account?.rules, ...account?.quiet, ...deployment }).filter(
      ([option]) => !['name', 'rules', 'quiet'].includes(option),
    ),
  )('gives %s the default that it has', (option, value) => {
    expect(documented(option)).toBe(written(value));
  });

  it.each(Object.entries({ concurrency: fleet?.concurrency, passes: fleet?.passes }))(
    'gives %s of a fleet the default that it has',
    (option, value) => {
      expect(documented(option)).toBe(written(value));
    },
  );

  it('has a row for every option of accounts, rules, fleet, deployment and links', () => {
    const { deployment: given, links } = complete;
    const options = [accountSchema.shape, ruleSetSchema.shape, fleet ?? {}, given, links ?? {}].flatMap(
      Object.keys,
    );
    expect(options.length).toBeGreaterThan(20);
    expect(options.filter((option) => !text.includes(`\n| \`${option}\` `))).toEqual([]);
  });

  it('has an example with every option in it', () => {
    const example = read('test/docs/complete.config.ts');
    const options = [...text.matchAll(/^\| `([a-z]\w*)` /gm)].map(([, option]) => option);
    expect(options.length).toBeGreaterThan(25);
    expect(options.filter((option) => !new RegExp(`\\b${option}:`).test(example))).toEqual([]);
  });

  it('has examples that the program takes', () => {
    expect(complete.accounts.map(({ name }) => name)).toEqual(['drama', 'city-archive']);
    expect(complete.fleet?.shifts.map(({ name, time }) => `${name} ${time}`)).toEqual([
      'seoul 01:20',
      'tokyo 01:10',
    ]);
    expect(small.accounts.map(({ name, time }) => `${name} ${time}`)).toEqual([
      'drama 01:10',
      'sports 06:30',
    ]);
  });
});
