/** What is said to a request, before it is sent. */
export type Answer = {
  readonly httpStatus: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
};

/** An answer in JSON, with the content type as the vendor writes it. */
export function answerJson(httpStatus: number, value: unknown): Answer {
  return {
    httpStatus,
    headers: { 'content-type': 'application/json;charset=utf-8' },
    body: JSON.stringify(value),
  };
}
