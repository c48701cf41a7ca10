import type { ExecutionStatus, SFNClient } from '@aws-sdk/client-sfn';
import { waitFor } from '../../cli/interrupt.ts';
import { awsFailure } from './aws-error.ts';
import { patienceOf } from './patience.ts';
import { regionOf } from './stack.ts';

/** An execution of a state machine that was started. */
type Execution = {
  readonly executionArn: string;
  /** Where the console shows it. */
  readonly url: string;
};

/** What an execution came to. */
export type Ended = {
  readonly status: ExecutionStatus;
  /** Its last state's document, as JSON; only of what has succeeded. */
  readonly output: string | undefined;
  /** Why it ended otherwise, in Step Functions' words. */
  readonly reason: string;
};

/** Asked at first after a second, then ever less often, milliseconds. */
const pauseMs = { first: 1_000, longest: 15_000 };

/**
 * Starts an execution.
 * @param machine ARN of the state machine
 * @param name a name that no other one has; AWS makes one up unless given
 * @throws InvalidInputError when it may not be started, with what would help
 */
export function startExecution(machine: string, input: object, name?: string): Promise<Execution> {
  return withClient(machine, async (client) => {
    const { StartExecutionCommand } = await import('@aws-sdk/client-sfn');
    const asked = { stateMachineArn: machine, name, input: JSON.stringify(input) };
    const { executionArn = '' } = await client
      .send(new StartExecutionCommand(asked))
      .catch((thrown: unknown) => {
        throw awsFailure(thrown, machine, 'states:StartExecution');
      });
    return { executionArn, url: consoleOf(executionArn) };
  });
}

/**
 * What an execution came to; nothing while it runs.
 * @param name as it was started with
 * @throws InvalidInputError when it may not be looked at
 */
export function findEnd(machine: string, name: string): Promise<Ended | undefined> {
  const executionArn = `${machine.replace(':stateMachine:', ':execution:')}:${name}`;
  return withClient(machine, (client) => look(client, executionArn));
}

/**
 * Waits for an execution to end.
 * @returns nothing when the signal came first
 * @throws InvalidInputError when it may not be looked at
 */
export function waitForEnd(executionArn: string, signal: AbortSignal): Promise<Ended | undefined> {
  return withClient(executionArn, async (client) => {
    for (let pause = pauseMs.first; ; pause = Math.min(pause * 2, pauseMs.longest)) {
      if (!(await waitFor(pause, signal))) return undefined;
      const ended = await look(client, executionArn);
      if (ended) return ended;
    }
  });
}

/** @param arn of something in the Region that is asked */
async function withClient<Result>(arn: string, use: (client: SFNClient) => Promise<Result>): Promise<Result> {
  const { SFNClient } = await import('@aws-sdk/client-sfn');
  const client = new SFNClient({ region: regionOf(arn), ...patienceOf() });
  return use(client).finally(() => client.destroy());
}

async function look(client: SFNClient, executionArn: string): Promise<Ended | undefined> {
  const { DescribeExecutionCommand } = await import('@aws-sdk/client-sfn');
  try {
    const described = await client.send(new DescribeExecutionCommand({ executionArn }));
    const { status = 'RUNNING', output, error = '', cause = '' } = described;
    return status === 'RUNNING'
      ? undefined
      : { status, output, reason: [error, cause].filter(Boolean).join(': ') };
  } catch (thrown) {
    throw awsFailure(thrown, executionArn, 'states:DescribeExecution');
  }
}

/** docs: AWS Management Console, of the partition `aws`; the consoles of the others have other hosts. */
function consoleOf(arn: string): string {
  const region = regionOf(arn);
  return `https://${region}.console.aws.amazon.com/states/home?region=${region}#/v2/executions/details/${arn}`;
}
