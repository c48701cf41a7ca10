import type { Notice, Severity } from '../ledger/line.ts';

/** The kind of a message whose notices are of several kinds. */
export const digestKind = 'digest';

/** What subscribers can filter by. A digest carries its worst notice's severity, and its newest date. */
export type MessageAttributes = {
  /** Absent where a muster tells of many. */
  readonly account?: string;
  /** Those of the account; absent when it has none. */
  readonly tags?: readonly string[];
  readonly date: string;
  /** That of every notice in it, or `digest`: a filter by kind lets it through, so that it misses none of them. */
  readonly kind: Notice['kind'] | typeof digestKind | 'summary';
  readonly severity: Severity;
  /** The ids of the notices in it, the headline's first, comma-separated, at most a hundred; for a summary or a muster its own. */
  readonly noticeId: string;
  /** Of what a muster tells those who hear of some accounts only: who that is. */
  readonly route?: string;
};
