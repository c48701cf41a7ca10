import type {
  Handler,
  HttpRequest,
  HttpResponse,
  HttpServer,
  Middleware,
} from '../../../local/http/http-server.ts';
import { editions } from '../../../local/simulator/editions.ts';
import { expectSignature, readSigned, type SignedRequest } from '../../../local/simulator/gateway.ts';
import { type SimulatorOptions, startSimulator } from '../../../local/simulator/server.ts';
import { type Behaviour, createBehaviours } from './behaviours.ts';
import { type CountedWorld, createCountedWorld } from './counted-world.ts';
import { capPage, emptyZeros, refuseWindow, rereadWindow } from './other-readings.ts';
import { replaceResponse } from './replies.ts';
import { transferTo } from './transfers.ts';

/** What it is started with; the world of seed 1 in Seoul, unless told. */
export type ScriptedSimulatorOptions = Omit<SimulatorOptions, 'world' | 'middleware'> & {
  readonly seed?: number;
  readonly timeZone?: string;
};

/** A request and what became of it, for tests that count them or look for leaks. */
export type RecordedRequest = SignedRequest & {
  /** By the simulator's own clock, whatever a behaviour makes of it. */
  readonly receivedAtMs: number;
  /** Nothing when the connection was reset. */
  readonly httpStatus?: number;
};

/** The simulator, which a test makes misbehave. */
export type ScriptedSimulator = HttpServer & {
  /** In the order in which they came. */
  readonly requests: readonly RecordedRequest[];
  readonly world: CountedWorld;
  /** Replaces the behaviours in force: for each request the first that fits; none at all to behave again. */
  behave(...behaviours: readonly Behaviour[]): void;
};

/** Starts a simulator that behaves, until told. Rejects when the port is taken. */
export async function startScriptedSimulator(options: ScriptedSimulatorOptions): Promise<ScriptedSimulator> {
  const { seed = 1, timeZone = 'Asia/Seoul', now = Date.now, edition = '2021' } = options;
  const world = createCountedWorld(seed, timeZone);
  const requests: RecordedRequest[] = [];
  const behaviours = createBehaviours();
  const rules = editions[edition];
  let aheadMs = 0;

  /** The handler reads its clock before it gives its promise, if any. */
  function handleAhead(handle: Handler, request: HttpRequest, ms = 0): Promise<HttpResponse> {
    aheadMs = ms;
    const response = handle(request);
    aheadMs = 0;
    return Promise.resolve(response);
  }

  async function answer(request: HttpRequest, handle: Handler, behaviour: Behaviour): Promise<HttpResponse> {
    const { reversedWindow = 'zeros', pageCap, emptyList, clockAheadMs } = behaviour;
    const ordinary = await handleAhead(handle, request, clockAheadMs);
    if (ordinary.status !== 200) return ordinary;
    const [path, text] = request.target.split('?', 2);
    const query = new URLSearchParams(text);
    const reread = rereadWindow(query, rules, reversedWindow, now());
    if (!reread) return refuseWindow(rules);
    const capped = pageCap === undefined ? reread : capPage(reread, pageCap);
    const again = signAgain({ ...request, target: `${path}?${capped}` }, options.secretKey);
    const response = capped === query ? ordinary : await handleAhead(handle, again, clockAheadMs);
    return emptyList ? emptyZeros(response) : response;
  }

  const middleware: Middleware = async (request, handle, connection) => {
    const receivedAtMs = now();
    const signed = readSigned(request);
    const behaviour = behaviours.take(signed);
    const { reply, transfer } = behaviour;
    const ordinary = await answer(request, handle, behaviour);
    const response = reply ? replaceResponse(ordinary, reply, signed, rules) : ordinary;
    const isReset = transfer?.kind === 'reset';
    requests.push({ ...signed, receivedAtMs, ...(!isReset && { httpStatus: response.status }) });
    if (!transfer) return response;
    await transferTo(connection, response, transfer);
    return undefined;
  };

  const server = await startSimulator({ ...options, world, now: () => now() + aheadMs, middleware });
  return { ...server, requests, world, behave: (...next) => behaviours.set(next) };
}

/** A request whose target was changed on its way, signed as its sender would have. */
function signAgain(request: HttpRequest, secretKey: string): HttpRequest {
  const signature = expectSignature(readSigned(request), secretKey);
  return { ...request, headers: { ...request.headers, 'x-ncp-apigw-signature-v2': signature } };
}
