import { setTimeout as wait } from 'node:timers/promises';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  ListMapRunsCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { accountId, region } from './place.ts';

/** What an execution came to. */
export type Ended = {
  readonly status: string;
  readonly error?: string | undefined;
  readonly output: unknown;
};

/** How a pass over the accounts ended, and its items. */
export type Pass = { readonly status: string; readonly total: number; readonly failed: number };

/** State machines of an emulator. */
type Machines = {
  /** Makes one; gives its ARN. */
  create(name: string, definition: object): Promise<string>;
  /** Starts one; gives the execution's ARN. */
  start(machineArn: string, input: object): Promise<string>;
  /** Waits for an execution's end. */
  ended(executionArn: string): Promise<Ended>;
  /** The maps that an execution ran, in their order. */
  passes(executionArn: string): Promise<Pass[]>;
};

/** Connects to those of the emulator at `url`. */
export function connectMachines(url: string): Machines {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new SFNClient({ region, endpoint: url, credentials });
  return {
    async create(name, definition) {
      const roleArn = `arn:aws:iam::${accountId}:role/${name}`;
      const created = { name, roleArn, definition: JSON.stringify(definition) };
      return (await client.send(new CreateStateMachineCommand(created))).stateMachineArn ?? '';
    },
    async start(stateMachineArn, input) {
      const started = { stateMachineArn, input: JSON.stringify(input) };
      return (await client.send(new StartExecutionCommand(started))).executionArn ?? '';
    },
    async ended(executionArn) {
      for (;;) {
        const described = await client.send(new DescribeExecutionCommand({ executionArn }));
        const { status = '', error, output = 'null' } = described;
        if (status !== 'RUNNING') return { status, error, output: JSON.parse(output) };
        await wait(200);
      }
    },
    async passes(executionArn) {
      const { mapRuns = [] } = await client.send(new ListMapRunsCommand({ executionArn }));
      const inOrder = mapRuns.toSorted((one, other) => Number(one.startDate) - Number(other.startDate));
      return Promise.all(
        inOrder.map(async ({ mapRunArn }) => {
          const { status = '', itemCounts } = await client.send(new DescribeMapRunCommand({ mapRunArn }));
          return { status, total: Number(itemCounts?.total), failed: Number(itemCounts?.failed) };
        }),
      );
    },
  };
}
