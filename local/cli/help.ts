import { Command, type ErrorOptions, Help, Option } from 'commander';

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
export const exitCodes = {
  0: 'all went well',
  1: 'something failed; stderr says what',
  2: 'wrong usage: nothing was done',
} as const;

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
  VOD_NIGHTLY_SCHEDULE_GROUP: 'the group of these schedules; without it all of the Region are looked through',
};

const maxWidth = 100;

/** How wide help is on a terminal of so many columns. */
export function helpWidth(columns: number): number {
  return Number.isFinite(columns) ? Math.min(columns, maxWidth) : 80;
}

/**
 * A command of which help says more than its options do: environment, exit codes and examples. What is wrong with its arguments it
 * says as everything else is said, together with what it takes.
 */
export class ManualCommand extends Command {
  override createCommand(name?: string): ManualCommand {
    return new ManualCommand(name);
  }

  override error(message: string, options?: ErrorOptions): never {
    const usage = this.createHelp().commandUsage(this);
    const [name] = usage.split(/ [[<]/);
    const lines = [
      message.replace(/^error/, 'vod-nightly'),
      `Usage: ${usage}`,
      `(npx ${name} --help says more)`,
    ];
    return super.error(lines.join('\n'), options);
  }

  /** What it does with its options, the program's among them, and its arguments. */
  acts<Options extends object>(act: (options: Options, ...args: string[]) => Promise<void>): this {
    return this.action(() => act(this.optsWithGlobals<Options>(), ...this.args));
  }

  /** Adds all that to its help. */
  manual(manual: Manual): this {
    return this.addHelpText('after', ({ command }) => writeManual(manual, command));
  }
}

function writeManual(
  { notes = [], environment, exitCodes: codes = exitCodes, examples }: Manual,
  command: Command,
): string {
  const helper = command.createHelp();
  const width = command.configureOutput().getOutHelpWidth?.();
  helper.prepareContext(width === undefined ? {} : { helpWidth: width });
  const lines = [
    ...notes.flatMap((note) => [helper.boxWrap(note, helper.helpWidth ?? maxWidth), '']),
    ...(environment ? explain('Environment:', environment, helper) : []),
    ...explain('Exit codes:', codes, helper),
    'Examples:',
    ...Object.entries(examples).flatMap(([line, purpose]) => [`  # ${purpose}`, `  $ ${line}`]),
  ];
  return `\n${lines.join('\n')}`;
}

/** Terms to the left and what they mean to the right, as the parser shows its options. */
function explain(heading: string, explanations: Explanations, helper: Help): string[] {
  const entries = Object.entries(explanations);
  const termWidth = Math.max(...entries.map(([term]) => term.length));
  const items = entries.map(([term, meaning]) => helper.formatItem(term, termWidth, meaning, helper));
  return helper.formatItemList(heading, items, helper);
}

/** Options go without saying in a list of commands. */
export function nameWithArguments(command: Command): string {
  return new Help().subcommandTerm(command).replace(' [options]', '');
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
