import type { Terminal } from './terminal.ts';

/** A pipe whose reader has gone, as `head` does on purpose. */
const readerGone = 'EPIPE';

/**
 * Lets a command finish though its output cannot be written: a night that was begun is told and recorded whether anybody
 * reads along or not. The exit code is 1 at the least, and one line on stderr says why, but for a reader who has gone.
 */
export function outliveOutput({ note }: Pick<Terminal, 'note'>): void {
  let isLost = false;
  const lose = () => {
    isLost = true;
  };
  process.stderr.on('error', lose);
  process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (!isLost && code !== readerGone) note(`vod-nightly: the output cannot be written: ${message}`);
    lose();
  });
  process.on('exit', () => {
    if (isLost) process.exitCode ||= 1;
  });
}
