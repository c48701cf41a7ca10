import type { EditionRules } from './editions.ts';
import { gatewayError, serviceError } from './errors.ts';
import type { EncodingFile } from './world/files.ts';
import type { Page, TimeRange, World } from './world/world.ts';

/** What the answers of the service depend on, besides the query. */
type ServiceContext = { readonly world: World; readonly rules: EditionRules; readonly nowMs: number };

type Endpoint = (query: URLSearchParams, context: ServiceContext) => unknown;

const endpoints: ReadonlyMap<string, Endpoint> = new Map([
  ['GET /api/v2/status/status-statistic', giveStatistics],
  ['GET /api/v2/status', listFiles],
]);

/** The last instant that an ECMAScript date can be. */
const lastInstantMs = 8.64e15;

/**
 * Finds the endpoint of a request; the gateway does this before it looks at the keys. The endpoint gives the body of a success,
 * and throws a VendorError for a parameter that it will not have.
 * @throws VendorError 404
 */
export function findEndpoint(method: string, path: string): Endpoint {
  const endpoint = endpoints.get(`${method} ${path}`);
  if (!endpoint) throw gatewayError(404, 'URL not found.');
  return endpoint;
}

function giveStatistics(query: URLSearchParams, { world, rules, nowMs }: ServiceContext) {
  return rules.shapeCounts(world.statistics(readWindow(query, rules), nowMs));
}

function listFiles(query: URLSearchParams, { world, rules, nowMs }: ServiceContext) {
  const { total, files } = world.files(readWindow(query, rules), nowMs, readPage(query));
  return { content: files.map(shapeFile), total };
}

/** The fields of the list in both editions; the reason of a failure is not among them. */
function shapeFile(file: EncodingFile) {
  return {
    categoryId: file.category.id,
    categoryName: file.category.name,
    filePath: file.filePath,
    outputType: file.outputType,
    link: file.link,
    outputTotalSize: file.outputBytes,
    lastWorkTime: new Date(file.changedMs).toISOString(),
    status: file.state.toUpperCase(),
    percent: file.percent,
  };
}

/** One that ends before it starts, or as it starts, has no jobs in it; the vendor's guide says nothing about it. */
function readWindow(query: URLSearchParams, { startParameter, endParameter }: EditionRules): TimeRange {
  const startMs = readInstant(query, startParameter);
  const endMs = readInstant(query, endParameter);
  return { ...(startMs !== undefined && { startMs }), ...(endMs !== undefined && { endMs }) };
}

/** The first 20 files unless told. */
function readPage(query: URLSearchParams): Page {
  const number = readInteger(query, 'pageNo') ?? 1;
  const size = readInteger(query, 'pageSizeNo') ?? 20;
  if (number < 1) throw serviceError(260025, 'pageNo');
  if (size < 10) throw serviceError(260002, 'pageSizeNo is 10 or more');
  return { skip: (number - 1) * size, size };
}

function readInstant(query: URLSearchParams, name: string): number | undefined {
  const value = readOnce(query, name);
  if (value === undefined) return undefined;
  if (!/^\d+$/.test(value)) throw serviceError(260026, `${name} is in epoch milliseconds`);
  if (Number(value) > lastInstantMs) throw serviceError(260002, `${name} is too large`);
  return Number(value);
}

function readInteger(query: URLSearchParams, name: string): number | undefined {
  const value = readOnce(query, name);
  if (value === undefined) return undefined;
  if (!/^-?\d{1,9}$/.test(value)) throw serviceError(260002, `${name} is a whole number`);
  return Number(value);
}

function readOnce(query: URLSearchParams, name: string): string | undefined {
  const values = query.getAll(name);
  if (values.length > 1) throw serviceError(260002, `${name} is given twice`);
  return values[0];
}
