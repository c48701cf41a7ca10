import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { usageError } from '../failures.ts';
import type { Session } from '../session.ts';
import { startSimulator } from '../simulator/server.ts';

type SimulatorOptions = {
  readonly port: string;
  readonly seed: string;
  readonly edition: string;
  readonly accessKey?: string;
  readonly secretKey?: string;
};

/** Adds `simulator`: the API alone, until the process is stopped. */
export function addSimulatorCommand(program: Command, { terminal }: Session): void {
  program
    .command('simulator')
    .summary('run the VOD Station simulator alone')
    .description(
      'Runs the VOD Station simulator on this machine until it is stopped. Its first line is its address.',
    )
    .option('--port <n>', 'TCP port; 0 for a free one', '0')
    .option('--seed <n>', 'which simulated world', '1')
    .option('--edition <year>', "edition of the vendor's guide: 2021 or 2025", '2021')
    .option('--access-key <key>', 'the access key to accept; made up unless given')
    .option('--secret-key <key>', 'the secret key to accept; made up unless given')
    .action(async (options: SimulatorOptions) => {
      checkOptions(options);
      const given = options.accessKey !== undefined;
      const accessKey = options.accessKey ?? randomBytes(10).toString('hex');
      const secretKey = options.secretKey ?? randomBytes(20).toString('hex');
      const edition = options.edition === '2025' ? '2025' : '2021';
      const world = { port: Number(options.port), seed: Number(options.seed), edition } as const;
      const simulator = await startSimulator({ ...world, accessKey, secretKey });
      terminal.out(simulator.url);
      if (!given) terminal.out(`NCP_ACCESS_KEY=${accessKey}\nNCP_SECRET_KEY=${secretKey}`);
    });
}

function checkOptions({ port, seed, edition, accessKey, secretKey }: SimulatorOptions): void {
  const faults: string[] = [];
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) faults.push(`--port ${port}: has to be 0 to 65535`);
  if (!/^\d{1,9}$/.test(seed)) faults.push(`--seed ${seed}: has to be a whole number from 0`);
  if (edition !== '2021' && edition !== '2025') faults.push(`--edition ${edition}: has to be 2021 or 2025`);
  if (!accessKey !== !secretKey) faults.push('--access-key, --secret-key: have to be given together');
  if (faults.length > 0) throw usageError(faults);
}
