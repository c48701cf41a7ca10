import type { StandingJob, State } from './jobs.ts';
import { createRandom, drawOne, drawWhole, type Random } from './random.ts';

/** An encoding job as its customer would describe it. Names and paths are customers' text, some of it hostile. */
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
  readonly failureReason?: FailureReason;
};

type Category = { readonly id: number; readonly name: string };

/** The reasons that the vendor's troubleshooting guide names. */
export const failureReasons = [
  'UPLOAD_ERROR',
  'DOWNLOAD_ERROR',
  'FILE_NOT_FOUND',
  'FILE_ALREADY_EXISTS',
  'WRONG_INPUT_FILE',
  'TRANSCODING_ERROR',
] as const;

/** See {@link failureReasons}. */
type FailureReason = (typeof failureReasons)[number];

const categories = [
  { id: 10021, name: '드라마' },
  { id: 10022, name: '뉴스 클립' },
  { id: 10035, name: '온라인 강의' },
  { id: 10047, name: 'sports-highlights' },
  { id: 10051, name: 'user_upload' },
  { id: 10066, name: '<b onmouseover=alert(1)>이벤트</b>' },
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

/** What a page, a spreadsheet, a terminal or a log must survive. */
const hostileNames = [
  '<script>alert(1)</script>.mp4',
  '"><img src=x onerror=alert(1)>.mov',
  '=HYPERLINK("http://example.invalid/","열기").mp4',
  '@SUM(1+1)*cmd.mp4',
  'bell\u0007and\u001b[31mred.mp4',
  'tab\tand\u0000nul.mp4',
  '\u202e4pm.txt',
  '👩🏽‍💻 데모.mp4',
  `${'아주긴이름'.repeat(50)}.mp4`,
] as const;

const hostileShare = 0.02;

/** Describes a job. The same date and index always have the same name, whatever has become of the job by `atMs`. */
export function describeFile(
  seed: number,
  date: string,
  { job, state }: StandingJob,
  atMs: number,
): EncodingFile {
  const random = createRandom(seed, `${date} ${job.index}`);
  const category = drawOne(random, categories);
  const outputType = drawOne(random, ['HLS', 'MP4', 'DASH']);
  const filePath = `/${job.inOutage ? 'nas-2' : 'nas-1'}/${date.replaceAll('-', '/')}/${drawName(random)}`;
  const outputBytes = drawWhole(random, 1_000_000, 4_000_000_000);
  const reason: FailureReason = job.inOutage ? 'DOWNLOAD_ERROR' : drawOne(random, failureReasons);
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
    ...(state === 'failure' && { failureReason: reason }),
  };
}

function drawName(random: Random): string {
  if (random() < hostileShare) return drawOne(random, hostileNames);
  return `${drawOne(random, titles)}_${drawWhole(random, 1, 9999)}.${drawOne(random, ['mp4', 'mov', 'mxf'])}`;
}

function findLastChange({ job, state }: StandingJob): number {
  if (state === 'waiting') return job.requestedMs;
  return state === 'running' ? job.startedMs : job.endedMs;
}

function percentOf({ job, state }: StandingJob, atMs: number): number {
  if (state === 'complete') return 100;
  if (state !== 'running') return 0;
  const done = (atMs - job.startedMs) / (job.endedMs - job.startedMs);
  return Math.floor(Math.min(Math.max(done, 0), 0.99) * 100);
}
