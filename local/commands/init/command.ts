import { lstatSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { InvalidInputError, toError } from '../../../lambda/errors.ts';
import { usageError } from '../../cli/failures.ts';
import type { ManualCommand } from '../../cli/help.ts';
import { makeFolder } from '../../embedded-aws/atomic-file.ts';
import type { Session } from '../session.ts';
import { composeProject } from './project.ts';

const usualRegion = 'ap-northeast-2';

/** Adds `init`: a project of one's own in an empty folder. */
export function addInitCommand(program: ManualCommand, { terminal, environment }: Session): void {
  program
    .command('init')
    .summary('begin a project of your own')
    .description(
      'Writes a project that uses vod-nightly as a package: its configuration, a CDK app, and a GitHub workflow that deploys it.',
    )
    .argument('[directory]', 'where to, and what it is named after', '.')
    .option('--json', 'print one JSON document: {"directory": …, "files": […]}')
    .manual({
      notes: ['Nothing is overwritten: where one of its files is there already, none is written.'],
      environment: { AWS_REGION: `where the workflow deploys to; ${usualRegion} without it` },
      examples: { 'vod-nightly init my-nights': 'a project in the folder my-nights' },
    })
    .action(async (given: string, options: { readonly json?: boolean }) => {
      const directory = resolve(given);
      const region = environment.AWS_REGION || environment.AWS_DEFAULT_REGION || usualRegion;
      const files = await writeProject(directory, given, region);
      if (options.json) return terminal.out(JSON.stringify({ directory, files }));
      for (const file of files) terminal.out(join(given, file));
      const enter = given === '.' ? [] : [`cd ${/^[\w./-]+$/.test(given) ? given : `'${given}'`}`];
      terminal.out(`\nNext:\n  ${[...enter, ...nextSteps].join('\n  ')}`);
    });
}

const nextSteps = [
  'npm install',
  'npm start                    # last night, here, against a simulator',
  'npx cdk bootstrap            # once for an AWS account, after alerts.email has an address',
  'npx cdk deploy',
  'npx vod-nightly doctor --stack VodNightly   # what is missing yet',
];

/** @throws InvalidInputError that names every file that is there already, or what keeps the folder from being written */
async function writeProject(directory: string, given: string, region: string): Promise<string[]> {
  const project = composeProject({ name: packageNameFor(basename(directory)), region });
  const files = Object.keys(project);
  try {
    makeFolder(directory);
    const conflicts = files.filter((file) => lstatSync(join(directory, file), { throwIfNoEntry: false }));
    if (conflicts.length > 0)
      throw usageError(
        conflicts.map((file) => `${join(given, file)}: is there already; nothing was written`),
      );
    for (const [file, text] of Object.entries(project)) {
      const path = join(directory, file);
      makeFolder(dirname(path));
      await writeFile(path, text, { flag: 'wx' });
    }
  } catch (thrown) {
    if (thrown instanceof InvalidInputError) throw thrown;
    const why = toError(thrown).message;
    throw usageError([`directory ${given}: has to be a folder that you may write to; ${why}`]);
  }
  return files;
}

/** What npm takes for a name, as near to the folder's as can be; its own package cannot depend on one of its name. */
function packageNameFor(folder: string): string {
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 100);
  return name === '' || name === 'vod-nightly' ? 'my-vod-nightly' : name;
}
