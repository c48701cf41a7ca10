import { type Answer, answerJson } from './answer.ts';
import type { Behaviour } from './behaviours.ts';
import { RefusedQuery, readPage, readWindow } from './query.ts';
import type { ReceivedRequest } from './received-request.ts';
import { gatewayError, type VendorError } from './vendor-errors.ts';
import type { EditionRules } from './world/editions.ts';
import type { EncodingFile } from './world/files.ts';
import type { World } from './world/world.ts';

/** What the answers of the service depend on, besides the request. */
type ServiceContext = {
  readonly world: World;
  readonly rules: EditionRules;
  readonly ways: Pick<Behaviour, 'reversedWindow' | 'emptyList' | 'pageCap'>;
  readonly nowMs: number;
};

type Endpoint = (query: URLSearchParams, context: ServiceContext) => unknown;

const endpoints: ReadonlyMap<string, Endpoint> = new Map([
  ['GET /api/v2/status/status-statistic', giveStatistics],
  ['GET /api/v2/status', listFiles],
]);

/** Finds the endpoint of a request; the gateway does this before it looks at the keys. */
export function findEndpoint({ method, target }: ReceivedRequest): Endpoint | VendorError {
  const path = target.split('?', 1)[0];
  return endpoints.get(`${method} ${path}`) ?? gatewayError(404, 'URL not found.');
}

/** Answers a request whose keys are in order. */
export function serve(endpoint: Endpoint, { target }: ReceivedRequest, context: ServiceContext): Answer {
  const [, query = ''] = target.split('?', 2);
  try {
    return answerJson(200, endpoint(new URLSearchParams(query), context));
  } catch (error) {
    if (!(error instanceof RefusedQuery)) throw error;
    return answerError(error.refusal, context.rules);
  }
}

/** An error in the shape of an edition. */
export function answerError(error: VendorError, rules: EditionRules): Answer {
  return answerJson(error.httpStatus, rules.shapeError(error));
}

function giveStatistics(query: URLSearchParams, { world, rules, ways, nowMs }: ServiceContext) {
  const counts = world.statistics(readWindow(query, rules, ways.reversedWindow ?? 'zeros', nowMs), nowMs);
  const isEmpty = Object.values(counts).every((count) => count === 0);
  return isEmpty && ways.emptyList ? { content: [] } : rules.shapeCounts(counts);
}

function listFiles(query: URLSearchParams, { world, rules, ways, nowMs }: ServiceContext) {
  const window = readWindow(query, rules, ways.reversedWindow ?? 'zeros', nowMs);
  const page = readPage(query, ways.pageCap ?? Number.POSITIVE_INFINITY);
  const { total, files } = world.files(window, nowMs, page);
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
