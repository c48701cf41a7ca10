import { buildApp } from 'fauxqs';
import type { Answer } from './answer.ts';

/** What the emulator is asked. */
type EngineRequest = {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** With its query, percent-encoded. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
};

/** The emulator behind the guard. It has no socket of its own: nobody reaches it but through the guard. */
export type Engine = {
  send(request: EngineRequest): Promise<Answer>;
  close(): Promise<void>;
};

/** What concerns one connection only, and not the request or answer that it carries. */
const ofConnection = ['connection', 'expect', 'keep-alive', 'transfer-encoding'];

/** Starts fauxqs with empty stores, in memory. */
export function startEngine(region: string): Engine {
  const app = buildApp({ logger: false, defaultRegion: region });
  return {
    async send({ method, target, headers, body }) {
      // A host name with dots would be taken for a bucket's.
      const sent = { ...omit(headers, [...ofConnection, 'content-length']), host: 'localhost' };
      const payload = body === undefined ? {} : { payload: body };
      const response = await app.inject({ method, url: target, headers: sent, ...payload });
      return {
        status: response.statusCode,
        headers: omit(response.headers, [...ofConnection, 'date']),
        body: response.rawPayload,
      };
    },
    close: () => app.close(),
  };
}

function omit(headers: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, string> {
  const left = Object.entries(headers).filter(([name]) => !names.includes(name));
  return Object.fromEntries(left.map(([name, value]) => [name, String(value)]));
}
