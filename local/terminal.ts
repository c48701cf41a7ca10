import { styleText } from 'node:util';
import { Presets, SingleBar } from 'cli-progress';
import type { BackfillProgress } from './backfill.ts';
import type { Paint } from './screen.ts';

/** Where a command writes: results to stdout, everything else to stderr. */
export type Terminal = {
  readonly out: (text: string) => void;
  readonly note: (text: string) => void;
  readonly paint: Paint;
  /** How wide stdout is: without end where it is no terminal. */
  readonly width: number;
  /** Shows how far a backfill has come; a bar where stderr is a terminal, else nothing until it is done. */
  readonly progress: (title: string) => (progress: BackfillProgress) => void;
};

/** The terminal that the process was started from. */
export function openTerminal(): Terminal {
  return {
    out: (text) => process.stdout.write(`${text}\n`),
    note: (text) => process.stderr.write(`${text}\n`),
    paint: (format, text) => styleText(format, text, { stream: process.stdout }),
    width: process.stdout.columns || Number.POSITIVE_INFINITY,
    progress: (title) => {
      const bar = new SingleBar(
        { format: `${title} {bar} {value}/{total} {date}`, stream: process.stderr, clearOnComplete: true },
        Presets.shades_classic,
      );
      return ({ done, total, date }) => {
        if (done === 1) bar.start(total, 0, { date });
        bar.update(done, { date });
        if (done === total) bar.stop();
      };
    },
  };
}
