import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** How DescribeExecution answers. */
type Description = {
  readonly status: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
};

/** As much of Step Functions as starts an execution and says how it is. */
export type StepFunctions = AsyncDisposable & {
  readonly url: string;
  /** What was asked to start. */
  readonly started: { readonly stateMachineArn: string; readonly input: string; readonly name?: string }[];
  /** The input of what was asked for first. */
  readonly firstInput: Promise<unknown>;
};

/** Starts it on loopback; gives each description once, and the last one for ever; a function is asked each time. */
export async function startStepFunctions(
  ...descriptions: readonly (Description | (() => Description))[]
): Promise<StepFunctions> {
  const started: StepFunctions['started'] = [];
  const first = Promise.withResolvers<unknown>();
  const left = [...descriptions];
  const server = createServer(async (request, response) => {
    const body = (await json(request)) as StepFunctions['started'][number];
    const answer = () => {
      if (request.headers['x-amz-target'] === 'AWSStepFunctions.StartExecution') {
        started.push(body);
        first.resolve(JSON.parse(body.input));
        const executionArn = `${body.stateMachineArn.replace(':stateMachine:', ':execution:')}:${started.length}`;
        return { executionArn, startDate: 1_795_000_000 };
      }
      const next = left.length > 1 ? left.shift() : left[0];
      const description = typeof next === 'function' ? next() : next;
      return { ...description, executionArn: '', stateMachineArn: '', startDate: 1_795_000_000 };
    };
    const isRefused = descriptions.length === 0;
    response.writeHead(isRefused ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(isRefused ? { __type: 'AccessDeniedException', message: 'No' } : answer()));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    started,
    firstInput: first.promise,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
