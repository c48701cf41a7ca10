import { randomBytes } from 'node:crypto';
import { explainPort } from '../cli/failures.ts';
import { choiceOption, exitCodes, type ManualCommand } from '../cli/help.ts';
import type { Terminal } from '../cli/terminal.ts';
import { startSimulator } from '../simulator/server.ts';
import { createWorld, createWorlds } from '../simulator/world/world.ts';
import { checkChoice, checkNumber, checkPort, refuse } from './checks.ts';
import type { Session } from './session.ts';

const editionNames = ['2021', '2025'] as const;

type SimulatorFlags = {
  readonly port: string;
  readonly seed: string;
  readonly edition: string;
  readonly accessKey?: string;
  readonly secretKey?: string;
  readonly json?: boolean;
};

/** Adds `simulator`: the API alone, until the process is stopped. */
export function addSimulatorCommand(program: ManualCommand, { terminal }: Session): void {
  program
    .command('simulator')
    .summary('run the VOD Station simulator alone')
    .description(
      'Runs the VOD Station simulator on this machine until it is stopped. Its first line is its address.',
    )
    .option('--port <n>', 'TCP port; 0 for a free one', '0')
    .option('--seed <n>', 'which simulated world', '1')
    .addOption(
      choiceOption('--edition <year>', "edition of the vendor's guide", editionNames).default('2021'),
    )
    .option('--access-key <key>', 'the access key to accept; made up unless given')
    .option('--secret-key <key>', 'the secret key to accept; made up unless given')
    .option('--json', 'print address and keys as one JSON document')
    .manual({
      notes: [
        'Unless they were given, the keys that it accepts stand on the two lines after its address.',
        'There is any number of accounts beside that one, each with numbers of its own: the access key of an account is its ' +
          'name, a hyphen and that key, such as acme-KEY, and the secret key is the same.',
      ],
      exitCodes: { ...exitCodes, 1: 'it could not be started, such as on a port that is taken' },
      examples: {
        'vod-nightly simulator --port 8080': 'at http://127.0.0.1:8080',
        'vod-nightly simulator --edition 2025 --seed 7 --json': 'another edition and another world',
      },
    })
    .acts((options: SimulatorFlags) => simulate(terminal, options));
}

async function simulate(terminal: Terminal, options: SimulatorFlags): Promise<void> {
  const given = options.accessKey !== undefined;
  refuse([
    checkPort(options.port),
    checkNumber('--seed', options.seed, 0, 999_999_999),
    checkChoice('--edition', options.edition, editionNames),
    !options.accessKey !== !options.secretKey && '--access-key, --secret-key: have to be given together',
  ]);
  const { accessKey = randomBytes(10).toString('hex'), secretKey = randomBytes(20).toString('hex') } =
    options;
  const edition = options.edition === '2025' ? '2025' : '2021';
  const seed = Number(options.seed);
  const worlds = { world: createWorld(seed), worldOf: createWorlds(seed) };
  const port = Number(options.port);
  const starting = startSimulator({ accessKey, secretKey, ...worlds, port, edition });
  const { url } = await starting.catch(explainPort);
  if (options.json) return terminal.out(JSON.stringify({ url, accessKey, secretKey }));
  terminal.out(url);
  if (!given) terminal.out(`NCP_ACCESS_KEY=${accessKey}\nNCP_SECRET_KEY=${secretKey}`);
}
