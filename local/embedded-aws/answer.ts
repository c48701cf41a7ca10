import type { ServerResponse } from 'node:http';

/** What a service answers. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
};

/** Sends an answer, or breaks the connection when there is none. */
export function sendAnswer(response: ServerResponse, answer: Answer | undefined, nowMs: number): void {
  if (answer === undefined) {
    response.destroy();
    return;
  }
  response.writeHead(answer.status, { date: new Date(nowMs).toUTCString(), ...answer.headers });
  response.end(answer.body);
}
