import { isLosslessNumber, parse } from 'lossless-json';
import type { Fault, FaultCode } from '../ledger/measurement.ts';
import { toPlainText } from '../text/plain-text.ts';
import type { Received, Reply } from './exchange.ts';

/** What was understood of a reply, or why nothing was. */
export type Reading<Content extends object> =
  | (Content & { readonly fault?: undefined })
  | ({ readonly fault: Fault } & { readonly [Name in keyof Content]?: undefined });

/**
 * The vendor's codes by what an operator would do about them: the gateway's three-digit ones and VOD Station's own.
 * Both guides list them; neither promises that they come with a matching HTTP status.
 */
const faultCodeOfVendorCode: ReadonlyMap<string, FaultCode> = new Map(
  Object.entries({
    100: 'badRequest',
    200: 'wrongKeys',
    210: 'permission',
    300: 'notFound',
    400: 'quota',
    410: 'throttled',
    420: 'throttled',
    430: 'badRequest',
    500: 'outage',
    510: 'outage',
    900: 'outage',
    260000: 'outage',
    260002: 'badRequest',
    260003: 'badRequest',
    260004: 'notFound',
    260006: 'permission',
    260008: 'outage',
    260009: 'outage',
    260010: 'permission',
    260011: 'badRequest',
    260025: 'badRequest',
    260026: 'badRequest',
    260033: 'badRequest',
  } as const),
);

/** RFC 9110, 15.3.7: nobody asked for a part, and no part is an answer. */
const partialContent = 206;

const vendorMessageMaxLength = 200;
const detailMaxLength = 300;

/**
 * A reply as a JSON object, or why it is none: nothing came, it cannot be used, an error of the vendor's in any form, or no JSON.
 * Never throws.
 */
export function readDocument({ reply, fault }: Received): Reading<{
  readonly document: JsonObject;
  readonly reply: Reply;
}> {
  if (!reply) return { fault };
  if (fault) return { fault };
  if ('base64' in reply.body) return { fault: formatFault(reply, 'the body is not UTF-8') };
  const { text } = reply.body;
  const { document, problem } = parseDocument(text);
  const error = isObject(document) ? document.error : undefined;
  if (error !== undefined && error !== null)
    return { fault: traced(readError(reply.httpStatus, error), reply) };
  if (reply.httpStatus < 200 || reply.httpStatus > 299)
    return { fault: traced(readStatus(reply.httpStatus), reply) };
  if (reply.httpStatus === partialContent)
    return { fault: formatFault(reply, 'only a part of the answer came, with HTTP status 206') };
  if (problem !== undefined)
    return { fault: formatFault(reply, `not JSON: ${describeBody(text)} (${problem})`) };
  if (!isObject(document)) return { fault: formatFault(reply, 'the answer is not a JSON object') };
  return { document, reply };
}

/** A JSON object of the vendor's; numbers in it keep their digits. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a parsed value is an object, and no list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value);
}

/** Numbers keep their digits, and a key given twice with different values is refused rather than the last one taken. */
function parseDocument(body: string): { readonly document?: unknown; readonly problem?: string } {
  try {
    return { document: parse(body.replace(/^\uFEFF/, '')) };
  } catch (error) {
    // The parser calls itself for each level, and a body of nothing but brackets exhausts the stack.
    return { problem: error instanceof SyntaxError ? error.message : 'nested too deeply' };
  }
}

function readError(httpStatus: number, error: unknown): Fault {
  const fields = isObject(error) ? error : { message: error };
  const vendorCode = readText(fields.errorCode ?? fields.code, 20);
  const texts = [
    readText(fields.message, vendorMessageMaxLength),
    readText(fields.details, vendorMessageMaxLength),
  ];
  const vendorMessage = texts.filter((text) => text !== undefined).join(': ');
  const named = vendorCode === undefined ? 'an error without a code' : `error ${vendorCode}`;
  const code = faultCodeOfVendorCode.get(vendorCode ?? '') ?? faultCodeOfStatus(httpStatus);
  return {
    code,
    detail: `the API answered with ${named} and HTTP status ${httpStatus}`,
    httpStatus,
    ...(vendorCode !== undefined && { vendorCode }),
    ...(vendorMessage !== '' && { vendorMessage }),
  };
}

function readStatus(httpStatus: number): Fault {
  return {
    code: faultCodeOfStatus(httpStatus),
    detail: `the API answered with HTTP status ${httpStatus} and no error that could be read`,
    httpStatus,
  };
}

function faultCodeOfStatus(httpStatus: number): FaultCode {
  if (httpStatus === 401) return 'wrongKeys';
  if (httpStatus === 403) return 'permission';
  if (httpStatus === 404) return 'notFound';
  if (httpStatus === 429) return 'throttled';
  if (httpStatus >= 500) return 'outage';
  return httpStatus >= 400 ? 'badRequest' : 'format';
}

/** The fault of an answer that is not what the guide describes; `detail` may quote it. */
export function formatFault(reply: Reply, detail: string): Fault {
  const { httpStatus } = reply;
  return traced({ code: 'format', detail: toPlainText(detail, detailMaxLength), httpStatus }, reply);
}

function traced(fault: Fault, { traceId }: Reply): Fault {
  return traceId ? { ...fault, traceId } : fault;
}

/** A text or a number as text for people, without what is not printable; nothing when there is none. */
export function readText(value: unknown, maxLength: number): string | undefined {
  const text = isLosslessNumber(value) ? value.value : value;
  const plain = typeof text === 'string' ? toPlainText(text, maxLength) : '';
  return plain === '' ? undefined : plain;
}

function describeBody(body: string): string {
  return body === '' ? 'the body is empty' : `the body begins with “${toPlainText(body.slice(0, 120), 60)}”`;
}
