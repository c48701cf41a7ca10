import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConfigInput } from '../../lambda/config/config.ts';
import type { Checked } from '../../local/commands/doctor/diagnosis.ts';
import { type CommandResult, runCommand } from './command-line.ts';

let configurations = 0;

/** Writes a configuration into a folder; gives the file. */
export async function writeConfig(directory: string, config: ConfigInput): Promise<string> {
  configurations += 1;
  const file = join(directory, `${configurations}.config.ts`);
  const define = JSON.stringify(new URL('../../lambda/config/config.ts', import.meta.url).href);
  const text = `import { defineConfig } from ${define};\nexport default defineConfig(${JSON.stringify(config)});`;
  await writeFile(file, text);
  return file;
}

/** Runs `vod-nightly doctor`; gives the checks by name, those of the first account where there are several. */
export async function examine(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<CommandResult & { checks: Record<string, Checked> }> {
  const result = await runCommand(['doctor', '--json', ...args], environment);
  const checks: Checked[] = JSON.parse(result.stdout);
  return { ...result, checks: Object.fromEntries(checks.map((one) => [one.check, one]).reverse()) };
}
