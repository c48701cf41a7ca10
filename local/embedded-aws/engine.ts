import { buildApp } from 'fauxqs';
import type { Answer } from './answer.ts';

/** What the emulator is asked. */
export type EngineRequest = {
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

/** Starts fauxqs with empty stores, in memory. */
export function startEngine(region: string): Engine {
  const app = buildApp({ logger: false, defaultRegion: region });
  return {
    async send({ method, target, headers, body }) {
      const { 'content-length': _, 'transfer-encoding': __, expect: ___, ...rest } = headers;
      // A host name with dots would be taken for a bucket's.
      const sent = { ...rest, host: 'localhost' };
      const response = await app.inject({
        method,
        url: target,
        headers: sent,
        ...(body !== undefined && { payload: body }),
      });
      return {
        status: response.statusCode,
        headers: readHeaders(response.headers),
        body: response.rawPayload,
      };
    },
    close: () => app.close(),
  };
}

/** The connection is not the emulator's to rule. */
function readHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  const { connection: _, date: __, ...rest } = headers;
  return Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]));
}
