import {
  type HttpRequest,
  type HttpResponse,
  type HttpServer,
  type Middleware,
  startHttpServer,
} from '../http/http-server.ts';
import { type Edition, editions } from './editions.ts';
import { VendorError } from './errors.ts';
import { accountBeside, authenticate, type Keys, keysOf, readSigned } from './gateway.ts';
import { findEndpoint } from './service.ts';
import { createRandom } from './world/random.ts';
import type { World } from './world/world.ts';

/** What a simulator is started with. */
export type SimulatorOptions = Keys & {
  readonly world: World;
  /** The worlds of accounts beside the one with the keys; unless told there are none. */
  readonly worldOf?: (account: string) => World;
  /** A free one unless told. */
  readonly port?: number;
  /** Which edition of the vendor's guide it goes by; 2021 unless told. */
  readonly edition?: Edition;
  /** Epoch milliseconds, read once a request; the machine's clock unless told. */
  readonly now?: () => number;
  readonly middleware?: Middleware;
};

/** Starts a VOD Station of one account, or of any number, on loopback. Rejects when the port is taken. */
export function startSimulator(options: SimulatorOptions): Promise<HttpServer> {
  const { worldOf, port = 0, edition = '2021', now = Date.now, middleware } = options;
  const rules = editions[edition];
  let count = 0;

  function findAccount(accessKey: string): Keys & { readonly world: World } {
    const account = worldOf && accountBeside(accessKey, options);
    if (worldOf && account !== undefined) return { ...keysOf(account, options), world: worldOf(account) };
    const { secretKey, world } = options;
    return { accessKey: options.accessKey, secretKey, world };
  }

  function answer(request: HttpRequest, nowMs: number): HttpResponse {
    const [path = '', query = ''] = request.target.split('?', 2);
    try {
      const endpoint = findEndpoint(request.method, path);
      const signed = readSigned(request);
      const { world, ...keys } = findAccount(signed.accessKey);
      authenticate(signed, keys, nowMs);
      return toJsonResponse(200, endpoint(new URLSearchParams(query), { world, rules, nowMs }));
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      return toJsonResponse(error.status, rules.shapeError(error));
    }
  }

  function handle(request: HttpRequest): HttpResponse {
    const nowMs = now();
    const { headers, ...response } = answer(request, nowMs);
    count += 1;
    const own = { date: new Date(nowMs).toUTCString(), 'x-ncp-trace-id': traceId(count) };
    return { ...response, headers: { ...own, ...headers } };
  }

  return startHttpServer(port, handle, middleware);
}

/** With the content type as the vendor writes it. */
export function toJsonResponse(status: number, value: unknown): HttpResponse {
  const headers = { 'content-type': 'application/json;charset=utf-8' };
  return { status, headers, body: JSON.stringify(value) };
}

/** 26 letters and digits, as in the vendor's examples. */
function traceId(count: number): string {
  const random = createRandom(count, 'trace');
  return Array.from({ length: 26 }, () => Math.floor(random() * 36).toString(36)).join('');
}
