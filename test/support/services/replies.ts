import type { HttpResponse } from '../../../local/http/http-server.ts';
import type { EditionRules } from '../../../local/simulator/editions.ts';
import { gatewayError, VendorError } from '../../../local/simulator/errors.ts';
import type { SignedRequest } from '../../../local/simulator/gateway.ts';
import { toJsonResponse } from '../../../local/simulator/server.ts';

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
  | ({ readonly kind: 'given'; readonly httpStatus?: number } & Partial<
      Pick<HttpResponse, 'headers' | 'body'>
    >);

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

/** The gateway's codes by HTTP status; where a status has several (401, 429), the one met most. */
const gatewayErrors: Readonly<Record<number, readonly [code: number, message: string]>> = {
  400: [100, 'Bad Request Exception'],
  401: [200, 'Authentication Failed'],
  403: [230, 'Forbidden'],
  404: [300, 'Not Found Exception'],
  413: [430, 'Request Entity Too Large'],
  429: [410, 'Throttle Limited'],
  500: [900, 'Unexpected Error'],
  503: [500, 'Endpoint Error'],
  504: [510, 'Endpoint Timeout'],
};

const proxyPage = `<!DOCTYPE html>
<html><head><title>Bad Gateway</title></head><body><h1>Bad Gateway</h1><p>proxy-3</p></body></html>
`;

/** Puts a reply in the place of the ordinary response, which has the vendor's date and trace id all the same. */
export function replaceResponse(
  ordinary: HttpResponse,
  reply: Reply,
  request: SignedRequest,
  rules: EditionRules,
): HttpResponse {
  const { 'content-type': _, ...headers } = ordinary.headers;
  const replaced = sayInstead(ordinary, reply, request, rules);
  return { ...replaced, headers: { ...headers, ...replaced.headers } };
}

function sayInstead(
  ordinary: HttpResponse,
  reply: Reply,
  { signature }: SignedRequest,
  rules: EditionRules,
): HttpResponse {
  switch (reply.kind) {
    case 'error':
      return replyError(reply, rules);
    case 'page':
      return { status: reply.httpStatus ?? 502, headers: { 'content-type': 'text/html' }, body: proxyPage };
    case 'empty':
      return { ...ordinary, status: reply.httpStatus ?? 200, body: '' };
    case 'truncated':
      return { ...ordinary, body: ordinary.body.slice(0, ordinary.body.length / 2) };
    case 'huge':
      return { ...ordinary, body: String(ordinary.body).padStart(reply.bytes) };
    case 'echo':
      return echoSignature(signature, reply.escapesSlashes ?? false, rules);
    case 'given':
      return { status: reply.httpStatus ?? 200, headers: reply.headers ?? {}, body: reply.body ?? '' };
  }
}

function replyError(
  { httpStatus, code, details, retryAfter }: ErrorReply,
  rules: EditionRules,
): HttpResponse {
  const [usual, message] = gatewayErrors[httpStatus] ?? [900, 'Unexpected Error'];
  const error = new VendorError(httpStatus, code ?? usual, message, details ?? 'as told to the simulator');
  const response = toJsonResponse(httpStatus, rules.shapeError(error));
  if (retryAfter === undefined) return response;
  return { ...response, headers: { ...response.headers, 'retry-after': retryAfter } };
}

function echoSignature(signature: string, escapesSlashes: boolean, rules: EditionRules): HttpResponse {
  const details = `wrong signature ${signature}, sent as ${encodeURIComponent(signature)}`;
  const response = toJsonResponse(401, rules.shapeError(gatewayError(401, details)));
  if (!escapesSlashes) return response;
  return { ...response, body: String(response.body).replaceAll('/', '\\/') };
}
