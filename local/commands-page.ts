import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { plainTerminal } from './cli/terminal.ts';
import { createProgram } from './program.ts';

/** docs/commands.md: what every command says of itself with --help. `npm run docs:commands` writes it. */
export function writeCommandsPage(): string {
  const printed: string[] = [];
  const print = (text: string) => void printed.push(text);
  const terminal = plainTerminal(print, print);
  const program = createProgram({ terminal, environment: {}, args: [], exitWith: () => undefined });
  const sections = listCommands(program).map((command) => {
    printed.length = 0;
    command.outputHelp();
    return `## ${nameOf(command)}\n\n\`\`\`text\n${printed.join('\n')}\n\`\`\`\n`;
  });
  return `# Commands\n\n<!-- Made by npm run docs:commands from what the commands say of themselves. -->\n\n${sections.join('\n')}`;
}

/** A command, and those that stand under it. */
function listCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(listCommands)];
}

/** As it is typed. */
function nameOf(command: Command): string {
  return command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();
}

if (import.meta.main) writeFileSync(new URL('../docs/commands.md', import.meta.url), writeCommandsPage());
