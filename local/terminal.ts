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
  /** A bar that shows how far a backfill has come, where stderr is a terminal; else nothing. */
  readonly progress: (title: string) => ProgressBar;
};

/** Is cleared away when it is disposed of. */
export type ProgressBar = Disposable & { readonly show: (progress: BackfillProgress) => void };

/** The terminal that the process was started from. */
export function openTerminal(): Terminal {
  return {
    out: (text) => process.stdout.write(`${text}\n`),
    note: (text) => process.stderr.write(`${text}\n`),
    paint: (format, text) => styleText(format, text, { stream: process.stdout }),
    width: process.stdout.columns || Number.POSITIVE_INFINITY,
    progress: openProgressBar,
  };
}

function openProgressBar(title: string): ProgressBar {
  const format = `${title} {bar} {value}/{total}, {rate}/s, {eta_formatted} left, {date}`;
  const bar = new SingleBar(
    { format, stream: process.stderr, clearOnComplete: true },
    Presets.shades_classic,
  );
  const startedMs = performance.now();
  return {
    show: ({ done, total, date }) => {
      const rate = (done / ((performance.now() - startedMs) / 1_000)).toFixed(1);
      if (!bar.isActive) bar.start(total, 0, { date, rate });
      bar.update(done, { date, rate });
    },
    [Symbol.dispose]: () => bar.stop(),
  };
}
