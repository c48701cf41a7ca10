import { release } from 'node:os';
import { resolve } from 'node:path';
import { arch, platform, version } from 'node:process';
import type { Environment } from '../../../lambda/adapters/connect.ts';
import type { Config } from '../../../lambda/config/config.ts';
import { shorten, toPlainText } from '../../../lambda/core/text/plain-text.ts';
import manifest from '../../../package.json' with { type: 'json' };
import { type SharedOptions, showPath, usualPlace } from '../session.ts';
import type { Checked } from './diagnosis.ts';
import { createRedaction, type Known } from './redaction.ts';
import { marks, totalOf } from './report.ts';

const maxLength = 600;
/** The vendor's own hosts are nobody's secret. */
const publicHost = /\.ntruss\.com$/;

/** What the checks were made with. */
type Examined = {
  /** Nothing of one that cannot be read. */
  readonly config: Config | undefined;
  readonly environment: Environment;
  readonly options: Pick<SharedOptions, 'config' | 'directory' | 'stack'>;
};

/** All checks as Markdown to be pasted into an issue: neither secrets in it, nor what is only the customer's to know. */
export function composeIssue(checks: readonly Checked[], examined: Examined): string {
  const redact = createRedaction(knownFrom(examined));
  const show = (text: string) => toCode(redact(toPlainText(text, Number.POSITIVE_INFINITY)));
  const surroundings = [
    ['vod-nightly', toCode(manifest.version)],
    ['Node.js', toCode(version)],
    ['platform', toCode(`${platform} ${release()} ${arch}`)],
    ['examined', examined.options.stack === undefined ? 'without `--stack`' : 'with `--stack`'],
  ];
  const seen = checks.map(({ section, check, verdict, detail, reported = detail }) => [
    show(section),
    check,
    marks[verdict].sign,
    show(reported),
  ]);
  return [
    '# What `vod-nightly doctor` saw',
    formatTable(['', ''], surroundings),
    formatTable(['where', 'check', '', 'what was seen'], seen),
    `${totalOf(checks)}\n`,
  ].join('\n\n');
}

function knownFrom({ config, environment, options }: Examined): Known[] {
  const { accounts = [], alerts = [], reports = [] } = config ?? {};
  const { NCP_ACCESS_KEY, NCP_SECRET_KEY, VOD_STATION_URL, VOD_NIGHTLY_BUCKET } = environment;
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_PROFILE } = environment;
  const endpoints = Object.keys(environment).filter((name) => name.startsWith('AWS_ENDPOINT_URL'));
  const urls = [...accounts.map(({ baseUrl }) => baseUrl), VOD_STATION_URL].concat(
    endpoints.map((name) => environment[name]),
  );
  const keys = [NCP_ACCESS_KEY, NCP_SECRET_KEY, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN];
  const places = [
    options.config === usualPlace.config ? undefined : options.config,
    options.directory === usualPlace.directory ? undefined : options.directory,
  ].filter((place) => place !== undefined);
  return [
    ...accounts.map(({ name }) => ['account', name] as const),
    ...[...alerts, ...reports].map((one) => ['address', one.address] as const),
    ...accounts.map(({ secret }) => ['secret', typeof secret === 'object' ? secret.ring : secret] as const),
    ['bucket', VOD_NIGHTLY_BUCKET],
    ['stack', options.stack],
    ['profile', AWS_PROFILE],
    ...keys.map((key) => ['key', key] as const),
    ...urls.map((url) => ['host', hostOf(url)] as const),
    ['path', resolve(options.directory)],
    ...places.flatMap((place) => [['path', place] as const, ['path', showPath(place)] as const]),
  ];
}

function hostOf(url: string | undefined): string | undefined {
  const host = url === undefined ? undefined : URL.parse(url)?.hostname;
  return host === undefined || publicHost.test(host) ? undefined : host;
}

function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '-'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** As code, in which nothing is a link, a mention or HTML; what would end it or its cell is another character. */
function toCode(text: string): string {
  return `\`${shorten(text, maxLength).replaceAll('`', "'").replaceAll('|', '¦')}\``;
}
