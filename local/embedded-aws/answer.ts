import type { ServerResponse } from 'node:http';

/** What a service answers. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
};

/**
 * Sends an answer, or breaks the connection when there is none.
 * @param nowMs what its `Date` says, epoch milliseconds; without it there is none
 */
export function sendAnswer(
  response: ServerResponse,
  answer: Answer | undefined,
  nowMs: number | undefined,
): void {
  if (answer === undefined) {
    response.destroy();
    return;
  }
  response.sendDate = false;
  const date = nowMs === undefined ? {} : { date: new Date(nowMs).toUTCString() };
  response.writeHead(answer.status, { ...date, ...answer.headers });
  response.end(answer.body);
}
