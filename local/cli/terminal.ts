import { styleText } from 'node:util';
import type { Paint } from './paint.ts';
import { openProgressLine, type ProgressLine } from './progress-line.ts';

/** What text is laid out for. */
export type Screen = {
  readonly paint: Paint;
  /** In columns: without end where it is no terminal. */
  readonly width: number;
};

/** Where a command writes: results to stdout, everything else to stderr. */
export type Terminal = Screen & {
  readonly out: (text: string) => void;
  readonly note: (text: string) => void;
  /** A line that shows how far a backfill has come, where stderr is a terminal; else nothing. */
  readonly progress: (title: string) => ProgressLine;
};

/** The terminal that the process was started from. */
export function openTerminal(): Terminal {
  let line: ProgressLine | undefined;
  const write = (stream: NodeJS.WriteStream, text: string) => {
    line?.clear();
    stream.write(`${text}\n`);
  };
  return {
    out: (text) => write(process.stdout, text),
    note: (text) => write(process.stderr, text),
    paint: (format, text) => styleText(format, text, { stream: process.stdout }),
    width: process.stdout.columns || Number.POSITIVE_INFINITY,
    progress: (title) => {
      line = openProgressLine(title, process.stderr);
      return line;
    },
  };
}

/** A terminal for what is no screen: text as it is, however long, and no progress. */
export function plainTerminal(out: Terminal['out'], note: Terminal['note']): Terminal {
  const noScreen = { isTTY: false, columns: 0, write: () => true };
  return {
    out,
    note,
    paint: (_, text) => text,
    width: Number.POSITIVE_INFINITY,
    progress: (title) => openProgressLine(title, noScreen),
  };
}
