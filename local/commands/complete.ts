import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { exitCodes, ManualCommand } from '../cli/help.ts';
import { checkChoice, refuse } from './checks.ts';
import { loadConfig, type Session } from './session.ts';

const shells = ['bash', 'zsh', 'fish', 'powershell'];

/** Bash's own words will do where the package bash-completion is not installed, of which the script uses this function. */
const withoutBashCompletion = `if ! declare -F _get_comp_words_by_ref > /dev/null; then
  _get_comp_words_by_ref() {
    words=("\${COMP_WORDS[@]}") cword=$COMP_CWORD
    cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]}
  }
fi
`;

/** Adds `complete`: what a shell needs to complete command lines. Only commands added before are completed. */
export function addCompleteCommand(program: ManualCommand, session: Session): void {
  const completion = tab(program);
  const typed = session.args[1] === '--' ? session.args.slice(2) : undefined;
  let accounts: readonly string[] = [];
  const command = program.commands.find((one) => one.name() === 'complete');
  if (command instanceof ManualCommand) describe(command);
  command?.hook('preAction', async (_, { args: [shell = ''] }) => {
    refuse([!typed && checkChoice('shell', shell, shells)]);
    if (shell === 'bash') session.terminal.out(withoutBashCompletion);
    if (typed?.at(-2) === '--account') accounts = await readAccounts(typed, program.opts().config);
  });
  for (const [path, one] of listCommands(program)) {
    const completed = completion.commands.get(path);
    if (!completed) continue;
    completed.description = one.summary(); // descriptions may have several lines, and the shell takes each for a word
    for (const [name, option] of completion.options) {
      if (!completed.options.has(name)) completed.options.set(name, option);
    }
    const account = completed.options.get('account');
    if (account) account.handler = (propose) => accounts.map((name) => propose(name, ''));
  }
}

/** Commands, and those that stand under them, each by what is typed to reach it. */
function listCommands({ commands }: Command, before = ''): [string, Command][] {
  return commands.flatMap((one) => {
    const path = before + one.name();
    return [[path, one], ...listCommands(one, `${path} `)];
  });
}

function describe(command: ManualCommand): void {
  command
    .summary('complete command lines in a shell')
    .description('Prints a script with which a shell completes commands, options and their values.')
    .manual({
      notes: [
        'The shell asks for completions of vod-nightly under that name: it has to be found, as a command or as a function.',
      ],
      exitCodes: { 0: exitCodes[0] ?? '', 2: 'no such shell' },
      examples: {
        'source <(vod-nightly complete bash)': 'in bash, or in ~/.bashrc; the same with zsh',
        'vod-nightly complete fish | source': 'in fish',
        'vod-nightly() { npx vod-nightly "$@"; }': 'before that, in a checkout where npx finds it',
      },
    });
}

/** A configuration that cannot be read has no accounts to propose. */
async function readAccounts(typed: readonly string[], usual: string): Promise<readonly string[]> {
  const given = typed.indexOf('--config');
  const file = given < 0 ? usual : (typed[given + 1] ?? usual);
  const config = await loadConfig(file).catch(() => undefined);
  return config?.accounts.map(({ name }) => name) ?? [];
}
