import { writeFileSync } from 'node:fs';
import { plainTerminal } from './cli/terminal.ts';
import { createProgram } from './program.ts';

/** docs/commands.md: what every command says of itself with --help. `npm run docs:commands` writes it. */
export function writeCommandsPage(): string {
  const printed: string[] = [];
  const print = (text: string) => void printed.push(text);
  const terminal = plainTerminal(print, print);
  const program = createProgram({ terminal, environment: {}, args: [], exitWith: () => undefined });
  const sections = [program, ...program.commands].map((command) => {
    printed.length = 0;
    command.outputHelp();
    const title = command === program ? '' : ` ${command.name()}`;
    return `## vod-nightly${title}\n\n\`\`\`text\n${printed.join('\n')}\n\`\`\`\n`;
  });
  return `# Commands\n\n<!-- Made by npm run docs:commands from what the commands say of themselves. -->\n\n${sections.join('\n')}`;
}

if (import.meta.main) writeFileSync(new URL('../docs/commands.md', import.meta.url), writeCommandsPage());
