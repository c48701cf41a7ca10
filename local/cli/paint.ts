import type { styleText } from 'node:util';

/** A colour or another look of text. */
export type Format = Parameters<typeof styleText>[0];

/** Paints text where the reader's terminal shows it; `NO_COLOR` and pipes get it plain. */
export type Paint = (format: Format, text: string) => string;
