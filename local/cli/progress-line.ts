import { cutTo } from './table.ts';

/** How far something has come, and what it has just done. */
type Progress = { readonly done: number; readonly total: number; readonly item: string };

/** One line of a terminal that is drawn over again and again; cleared away when it is disposed of. */
export type ProgressLine = Disposable & {
  readonly show: (progress: Progress) => void;
  /** Makes room for other text; the next `show` draws it anew below that. */
  readonly clear: () => void;
};

/** No eye follows more, milliseconds. */
const redrawMs = 100;
const bar = { least: 5, most: 40 } as const;
/** Back to the first column, and the rest of the line away. */
const clearLine = '\r\u001b[K';

/** A line for a terminal, and none for anything else. Nothing of the terminal itself is changed, so nothing can stay so. */
export function openProgressLine(
  title: string,
  stream: Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>,
): ProgressLine {
  const startedMs = performance.now();
  let drawnMs = Number.NEGATIVE_INFINITY;
  let isDrawn = false;
  const clear = () => {
    if (isDrawn) stream.write(clearLine);
    isDrawn = false;
  };
  process.once('exit', clear); // a second Ctrl-C ends the process at once
  return {
    show(progress) {
      const nowMs = performance.now();
      if (!stream.isTTY || (isDrawn && nowMs - drawnMs < redrawMs)) return;
      stream.write(clearLine + describeProgress(title, progress, nowMs - startedMs, stream.columns || 80));
      drawnMs = nowMs;
      isDrawn = true;
    },
    clear,
    [Symbol.dispose]() {
      clear();
      process.off('exit', clear);
    },
  };
}

/** A bar between what it is of and what it says, a column short of the whole width: a full line would go on to the next. */
export function describeProgress(
  title: string,
  { done, total, item }: Progress,
  elapsedMs: number,
  columns: number,
): string {
  const rate = done / (elapsedMs / 1_000);
  const left = rate > 0 ? `${Math.ceil((total - done) / rate)} s left, ` : '';
  const text = `${done}/${total}, ${rate.toFixed(1)}/s, ${left}${item}`;
  const room = columns - 1 - `${title}  ${text}`.length;
  if (room < bar.least) return cutTo(columns - 1, `${title} ${text}`);
  const width = Math.min(room, bar.most);
  const full = Math.round((done / total) * width);
  return `${title} ${'█'.repeat(full)}${'░'.repeat(width - full)} ${text}`;
}
