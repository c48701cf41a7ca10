import { isLosslessNumber } from 'lossless-json';
import { type CountName, type Counts, countNames, type Fault } from '../ledger/measurement.ts';
import { toPlainText } from '../text/plain-text.ts';
import type { Received, Reply } from './exchange.ts';
import { formatFault, isObject, readDocument } from './reading.ts';

/** What an exchange says of the five counts. */
export type CountsReading =
  | { readonly counts: Counts; readonly fault?: undefined; readonly isEmpty?: undefined }
  | {
      readonly fault: Fault;
      readonly counts?: undefined;
      /** The documented list with nothing in it, which may stand for no files at all: the list of files of the same window tells. */
      readonly isEmpty?: true;
    };

/** Service codes that may mean no more than "the window's two parameters are the wrong way round". */
const inputErrorCodes = new Set(['260002', '260011', '260026', '260033']);

/** More faults than a detail has room for: the rest of a long list is not worth the memory that naming it takes. */
const maxFaults = 20;

/** Understands a reply of the statistics API in any form that either edition of its guide describes. Never throws. */
export function readCounts(exchange: Received): CountsReading {
  const { document, reply, fault } = readDocument(exchange);
  return fault ? { fault } : readContent(reply, document.content);
}

/** Whether the vendor refused the request's values, as it may when the window's parameters are reversed. */
export function isInputError(fault: Fault): boolean {
  return fault.vendorCode !== undefined && inputErrorCodes.has(fault.vendorCode);
}

function readContent(reply: Reply, content: unknown): CountsReading {
  const elements = Array.isArray(content) ? content : [content];
  if (elements.length === 0) return { fault: formatFault(reply, 'content is an empty list'), isEmpty: true };
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

function describeValue(value: unknown): string {
  if (value === undefined) return 'missing';
  if (isLosslessNumber(value)) return toPlainText(value.value, 30);
  if (typeof value === 'string') return `“${toPlainText(value, 30)}”`;
  if (Array.isArray(value)) return 'a list';
  return isObject(value) ? 'an object' : String(value);
}
