import { type Command, Option } from 'commander';
import { wrap } from '../../lambda/core/text/columns.ts';

/** What the help of a command says below its options. */
type Manual = {
  /** What else there is to know, a paragraph each. */
  readonly notes?: readonly string[];
  /** Names, or values, and what they mean. */
  readonly environment?: Explanations;
  readonly exitCodes?: Explanations;
  /** Command lines, and what each is for. */
  readonly examples: Explanations;
};

type Explanations = Readonly<Record<string, string>>;

/** What every command says with its exit code, unless it says more. */
export const exitCodes: Explanations = {
  0: 'all went well',
  1: 'something failed; stderr says what',
  2: 'wrong usage: nothing was done',
};

/** The variables that say where an archive is. */
export const archiveEnvironment: Explanations = {
  VOD_NIGHTLY_BUCKET: 'a bucket of S3, instead of the archive in --directory; --stack finds it by itself',
  'AWS_REGION, AWS_PROFILE, …': "the AWS SDK's own: where the stack or the bucket is, and who asks",
};

/** The variables of commands that also ask and tell. */
export const nightEnvironment: Explanations = {
  'NCP_ACCESS_KEY, NCP_SECRET_KEY':
    "the vendor's keys; without them the simulator answers, but never for a bucket or a stack",
  VOD_STATION_URL: "another address of the vendor's API",
  ...archiveEnvironment,
  VOD_NIGHTLY_ALERTS_TOPIC: 'ARN of the topic on which to tell; goes with VOD_NIGHTLY_BUCKET',
  VOD_NIGHTLY_FUNCTION: 'the function of the stack, whose schedules name the secrets with the keys',
};

const maxWidth = 100;
const termWidth = 28;

/** Adds to the help of a command what its options do not say: environment, exit codes and examples. */
export function addManual(command: Command, manual: Manual): Command {
  return command.addHelpText('after', () => writeManual(manual, process.stdout.columns || 80));
}

/**
 * An option of which the values are known, for the help and for the completion of a shell. What else is given is for the
 * command to refuse, together with all other faults.
 */
export function choiceOption(flags: string, description: string, choices: readonly string[]): Option {
  const option = new Option(flags, description);
  option.argChoices = [...choices];
  return option;
}

function writeManual(
  { notes = [], environment, exitCodes: codes = exitCodes, examples }: Manual,
  columns: number,
) {
  const width = Math.min(columns, maxWidth);
  const sections = [
    ...notes.map((note) => wrap(note, '', width)),
    environment && ['Environment:', ...explain(environment, width)],
    ['Exit codes:', ...explain(codes, width)],
    [
      'Examples:',
      ...Object.entries(examples).flatMap(([line, purpose]) => [
        ...wrap(`  # ${purpose}`, '  # ', width),
        `  $ ${line}`,
      ]),
    ],
  ];
  return sections.flatMap((lines) => (lines ? ['', ...lines] : [])).join('\n');
}

/** Terms to the left and what they mean to the right; a long term has a line of its own. */
function explain(explanations: Explanations, width: number): string[] {
  const entries = Object.entries(explanations);
  const left = Math.min(Math.max(...entries.map(([term]) => term.length)), termWidth) + 4;
  return entries.flatMap(([term, meaning]) => {
    const lines = wrap(meaning, '', width - left).map((line) => ' '.repeat(left) + line);
    const head = `  ${term}`;
    if (head.length > left - 2) return [head, ...lines];
    return [head.padEnd(left) + (lines[0] ?? '').trimStart(), ...lines.slice(1)];
  });
}
