import type { ObservedJob, State } from './job.ts';
import { createRandom, drawOne, drawWhole, type Random } from './random.ts';

/** An encoding job as its customer would describe it. Names and paths are customers' text. */
export type EncodingFile = {
  readonly requestedMs: number;
  readonly state: State;
  readonly category: Category;
  readonly filePath: string;
  readonly outputType: string;
  readonly link: string;
  /** 0 until there is an output. */
  readonly outputBytes: number;
  /** When its state last changed, in epoch milliseconds. */
  readonly changedMs: number;
  readonly percent: number;
};

type Category = { readonly id: number; readonly name: string };

const categories = [
  { id: 10021, name: '드라마' },
  { id: 10022, name: '뉴스 클립' },
  { id: 10035, name: '온라인 강의' },
  { id: 10047, name: 'sports-highlights' },
  { id: 10051, name: 'user_upload' },
  { id: 10066, name: '이벤트' },
] as const;

const titles = [
  '겨울바다',
  '아침뉴스',
  '수학 기초 강의',
  '결승전 하이라이트',
  'product demo (final)',
  'IMG',
  '제품소개_최종_진짜최종',
  "children's song",
] as const;

/** Describes a job. The same date and index always have the same name, whatever has become of the job by `atMs`. */
export function describeFile(
  seed: number,
  date: string,
  { job, state }: ObservedJob,
  atMs: number,
): EncodingFile {
  const random = createRandom(seed, `${date} ${job.index}`);
  const category = drawOne(random, categories);
  const outputType = drawOne(random, ['HLS', 'MP4', 'DASH']);
  const filePath = `/${job.inOutage ? 'nas-2' : 'nas-1'}/${date.replaceAll('-', '/')}/${drawName(random)}`;
  const outputBytes = drawWhole(random, 1_000_000, 4_000_000_000);
  const isComplete = state === 'complete';
  return {
    requestedMs: job.requestedMs,
    state,
    category,
    filePath,
    outputType,
    link: isComplete
      ? `http://cdn.example.invalid/${encodeURIComponent(category.name)}/${date}-${job.index}`
      : '',
    outputBytes: isComplete ? outputBytes : 0,
    changedMs: findLastChange({ job, state }),
    percent: percentOf({ job, state }, atMs),
  };
}

function drawName(random: Random): string {
  return `${drawOne(random, titles)}_${drawWhole(random, 1, 9999)}.${drawOne(random, ['mp4', 'mov', 'mxf'])}`;
}

function findLastChange({ job, state }: ObservedJob): number {
  if (state === 'waiting') return job.requestedMs;
  return state === 'running' ? job.startedMs : job.endedMs;
}

function percentOf({ job, state }: ObservedJob, atMs: number): number {
  if (state === 'complete') return 100;
  if (state !== 'running') return 0;
  const done = (atMs - job.startedMs) / (job.endedMs - job.startedMs);
  return Math.floor(Math.min(Math.max(done, 0), 0.99) * 100);
}
