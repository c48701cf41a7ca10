import type { Written } from '../simulation/bucket.ts';
import type { Published } from '../simulation/topic.ts';
import type { Step } from './steps.ts';

/** One thing that happened, as somebody outside sees it. */
export type Happening =
  | { readonly kind: 'step'; readonly step: Step }
  | { readonly kind: 'wrote'; readonly step?: undefined; readonly night: string; readonly written: Written }
  | {
      readonly kind: 'published';
      readonly step?: undefined;
      readonly night: string;
      readonly published: Published;
    }
  | {
      readonly kind: 'ended';
      readonly step?: undefined;
      readonly night: string;
      readonly ledger: string;
      readonly error?: Error;
    };

/** All that happened in a schedule, in its order. */
export type Journal = readonly Happening[];

/** Whose doing something was; nobody's when time went by, or when it is not known. */
export function nightOf(one: Happening | undefined): string {
  if (one === undefined) return '';
  return one.kind === 'step' ? one.step.night : one.night;
}

/** A schedule in words: a step a line. */
export function describeSchedule(journal: Journal): string {
  return journal.flatMap((one) => (one.kind === 'step' ? `  ${one.step.label}` : [])).join('\n');
}
