import type { Answer } from './answer.ts';
import type { ReceivedRequest } from './received-request.ts';
import { answerError } from './service.ts';
import { gatewayError } from './vendor-errors.ts';
import type { EditionRules } from './world/editions.ts';

/** What a misbehaving server says instead of its ordinary answer. */
export type Reply =
  | ErrorReply
  /** A web page of some proxy on the way; 502 unless told. */
  | { readonly kind: 'page'; readonly httpStatus?: number }
  | { readonly kind: 'empty'; readonly httpStatus?: number }
  /** The first half of the ordinary answer, as if that were all. */
  | { readonly kind: 'truncated' }
  /** The ordinary answer after so many spaces that it has this size: valid JSON for who reads to the end. */
  | { readonly kind: 'huge'; readonly bytes: number }
  /** A refusal that quotes the request's signature: as it is, percent-encoded and, on demand, with `\/` for `/`. */
  | { readonly kind: 'echo'; readonly escapesSlashes?: boolean }
  | ({ readonly kind: 'given' } & Partial<Answer>);

/** The vendor's own error for an HTTP status; with status 200, an error within a success. */
type ErrorReply = {
  readonly kind: 'error';
  readonly httpStatus: number;
  /** The vendor's code; the gateway's for the status, unless told. */
  readonly code?: number;
  readonly details?: string;
  /** Seconds or an HTTP date. */
  readonly retryAfter?: string;
};

const proxyPage = `<!DOCTYPE html>
<html><head><title>Bad Gateway</title></head><body><h1>Bad Gateway</h1><p>proxy-3</p></body></html>
`;

/** Puts a reply in the place of the ordinary answer. */
export function replaceAnswer(
  ordinary: Answer,
  reply: Reply,
  request: ReceivedRequest,
  rules: EditionRules,
): Answer {
  switch (reply.kind) {
    case 'error':
      return replyError(reply, rules);
    case 'page':
      return {
        httpStatus: reply.httpStatus ?? 502,
        headers: { 'content-type': 'text/html' },
        body: proxyPage,
      };
    case 'empty':
      return { ...ordinary, httpStatus: reply.httpStatus ?? 200, body: '' };
    case 'truncated':
      return { ...ordinary, body: ordinary.body.slice(0, ordinary.body.length / 2) };
    case 'huge':
      return { ...ordinary, body: Buffer.from(ordinary.body).toString().padStart(reply.bytes) };
    case 'echo':
      return echoSignature(request.signature ?? '', reply.escapesSlashes ?? false, rules);
    case 'given':
      return { httpStatus: reply.httpStatus ?? 200, headers: reply.headers ?? {}, body: reply.body ?? '' };
  }
}

function replyError({ httpStatus, code, details, retryAfter }: ErrorReply, rules: EditionRules): Answer {
  const error = gatewayError(httpStatus, details ?? 'as told to the simulator');
  const answer = answerError(code === undefined ? error : { ...error, code }, rules);
  if (retryAfter === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, 'retry-after': retryAfter } };
}

function echoSignature(signature: string, escapesSlashes: boolean, rules: EditionRules): Answer {
  const details = `wrong signature ${signature}, sent as ${encodeURIComponent(signature)}`;
  const answer = answerError(gatewayError(401, details), rules);
  if (!escapesSlashes) return answer;
  return { ...answer, body: String(answer.body).replaceAll('/', '\\/') };
}
