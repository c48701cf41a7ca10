import { isLosslessNumber, parse } from 'lossless-json';
import { type CountName, type Counts, countNames, type Fault, type FaultCode } from './measurement.ts';
import { toPlainText } from './plain-text.ts';

/** What came back over HTTP: the status and the body as text. */
export type Reply = { readonly httpStatus: number; readonly body: string };

/** A reply understood: five counts, or why there are none. */
export type Reading =
  | { readonly counts: Counts; readonly fault?: undefined }
  | { readonly fault: Fault; readonly counts?: undefined };

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

/** Service codes that may mean no more than "the window's two parameters are the wrong way round". */
const inputErrorCodes = new Set(['260002', '260011', '260026', '260033']);

const vendorMessageMaxLength = 200;
const detailMaxLength = 300;
/** More faults than a detail has room for: the rest of a long list is not worth the memory that naming it takes. */
const maxFaults = 20;

/** Understands a reply of the statistics API in any form that either edition of its guide describes. Never throws. */
export function readReply(reply: Reply): Reading {
  const { document, problem } = parseDocument(reply.body);
  const error = isObject(document) ? document.error : undefined;
  if (error !== undefined && error !== null) return { fault: readError(reply.httpStatus, error) };
  if (reply.httpStatus < 200 || reply.httpStatus > 299) return { fault: readStatus(reply.httpStatus) };
  if (problem !== undefined)
    return { fault: formatFault(reply, `not JSON: ${describeBody(reply.body)} (${problem})`) };
  if (!isObject(document)) return { fault: formatFault(reply, 'the answer is not a JSON object') };
  return readContent(reply, document.content);
}

/** Whether the vendor refused the request's values, as it may when the window's parameters are reversed. */
export function isInputError(fault: Fault): boolean {
  return fault.vendorCode !== undefined && inputErrorCodes.has(fault.vendorCode);
}

type JsonObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is JsonObject {
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

function readContent(reply: Reply, content: unknown): Reading {
  const elements = Array.isArray(content) ? content : [content];
  if (elements.length === 0) return { fault: formatFault(reply, 'content is an empty list') };
  const faults: string[] = [];
  const sums = Object.fromEntries(countNames.map((name) => [name, 0])) as Record<CountName, number>;
  for (const [index, element] of elements.entries()) {
    faults.push(...addElement(element, Array.isArray(content) ? `content[${index}]` : 'content', sums));
    if (faults.length >= maxFaults) break;
  }
  if (countNames.some((name) => !Number.isSafeInteger(sums[name])))
    faults.push('the counts add up beyond 2^53');
  return faults.length === 0 ? { counts: sums } : { fault: formatFault(reply, faults.join(', ')) };
}

/** Adds an element's counts to the sums; gives what is wrong with the element. */
function addElement(element: unknown, place: string, sums: Record<CountName, number>): string[] {
  if (!isObject(element)) return [`${place} is ${describeValue(element)} instead of an object`];
  const faults: string[] = [];
  for (const name of countNames) {
    const count = readCount(element[name]);
    if (count === undefined) faults.push(`${place}.${name} is ${describeValue(element[name])}`);
    else sums[name] += count;
  }
  return faults;
}

/** A whole number from 0 that a double holds exactly, given as a number or as digits in a string. */
function readCount(value: unknown): number | undefined {
  const text = isLosslessNumber(value) ? value.value : value;
  if (typeof text !== 'string' || !/^\d+(\.0+)?$/.test(text)) return undefined;
  const count = Number(text);
  return Number.isSafeInteger(count) ? count : undefined;
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

function formatFault(reply: Reply, detail: string): Fault {
  return { code: 'format', detail: toPlainText(detail, detailMaxLength), httpStatus: reply.httpStatus };
}

function readText(value: unknown, maxLength: number): string | undefined {
  const text = isLosslessNumber(value) ? value.value : value;
  const plain = typeof text === 'string' ? toPlainText(text, maxLength) : '';
  return plain === '' ? undefined : plain;
}

function describeBody(body: string): string {
  return body === '' ? 'the body is empty' : `the body begins with “${toPlainText(body.slice(0, 120), 60)}”`;
}

function describeValue(value: unknown): string {
  if (value === undefined) return 'missing';
  if (isLosslessNumber(value)) return toPlainText(value.value, 30);
  if (typeof value === 'string') return `“${toPlainText(value, 30)}”`;
  if (Array.isArray(value)) return 'a list';
  return isObject(value) ? 'an object' : String(value);
}
