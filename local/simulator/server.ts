import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer } from './answer.ts';
import { type Behaviour, createBehaviours } from './behaviours.ts';
import { deliver } from './delivery.ts';
import { authenticate, type Keys } from './gateway.ts';
import { type ReceivedRequest, readRequest } from './received-request.ts';
import { replaceAnswer } from './replies.ts';
import { answerError, findEndpoint, serve } from './service.ts';
import { type Edition, editions } from './world/editions.ts';
import { createRandom } from './world/random.ts';
import { createWorld, type World } from './world/world.ts';

/** What a simulator is started with. */
export type SimulatorOptions = Keys & {
  /** A free one unless told. */
  readonly port?: number;
  /** The world's seed; 1 unless told. */
  readonly seed?: number;
  /** Which edition of the vendor's guide it goes by; 2021 unless told. */
  readonly edition?: Edition;
  /** Epoch milliseconds; the machine's clock unless told. */
  readonly now?: () => number;
  /** Where the simulated customers live; Asia/Seoul unless told. */
  readonly timeZone?: string;
};

/** A request and what became of it. Signatures are kept in memory only, for tests that look for leaks. */
type RecordedRequest = ReceivedRequest & {
  /** By the simulator's own clock, whatever a behaviour makes of it. */
  readonly receivedAtMs: number;
  /** Nothing when the connection was reset. */
  readonly httpStatus?: number;
};

/** A VOD Station of one account, listening on loopback. */
export type Simulator = {
  /** Without a slash at its end. */
  readonly url: string;
  /** In the order in which they came. */
  readonly requests: readonly RecordedRequest[];
  readonly world: World;
  /** Replaces the behaviours in force: for each request the first that fits; none at all to behave again. */
  behave(...behaviours: readonly Behaviour[]): void;
  /** Ends all connections, also those that wait for an answer. */
  stop(): Promise<void>;
};

/** Starts a simulator. Rejects when the port is taken. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { port = 0, seed = 1, edition = '2021', now = Date.now, timeZone = 'Asia/Seoul' } = options;
  const world = createWorld(seed, timeZone);
  const rules = editions[edition];
  const requests: RecordedRequest[] = [];
  const behaviours = createBehaviours();

  function answer(request: ReceivedRequest, nowMs: number, behaviour: Behaviour): Answer {
    const { clockAheadMs = 0, ...ways } = behaviour;
    const endpoint = findEndpoint(request);
    if (typeof endpoint !== 'function') return answerError(endpoint, rules);
    const refusal = authenticate(request, options, nowMs + clockAheadMs);
    if (refusal) return answerError(refusal, rules);
    return serve(endpoint, request, { world, rules, ways, nowMs });
  }

  async function handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const receivedAtMs = now();
    const request = readRequest(message);
    const behaviour = behaviours.take(request);
    const ordinary = answer(request, receivedAtMs, behaviour);
    const { reply, delivery, clockAheadMs = 0 } = behaviour;
    const said = reply ? replaceAnswer(ordinary, reply, request, rules) : ordinary;
    const isReset = delivery?.kind === 'reset';
    requests.push({ ...request, receivedAtMs, ...(!isReset && { httpStatus: said.httpStatus }) });
    const headers = {
      date: new Date(receivedAtMs + clockAheadMs).toUTCString(),
      'x-ncp-trace-id': traceId(seed, requests.length),
      ...said.headers,
    };
    await deliver(response, { ...said, headers }, delivery);
  }

  const server = createServer((message, response) => {
    void handle(message, response);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    world,
    behave: (...next) => behaviours.set(next),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** 26 letters and digits, as in the vendor's examples. */
function traceId(seed: number, count: number): string {
  const random = createRandom(seed, `trace ${count}`);
  return Array.from({ length: 26 }, () => Math.floor(random() * 36).toString(36)).join('');
}
