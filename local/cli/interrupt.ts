import { setTimeout as wait } from 'node:timers/promises';
import type { Terminal } from './terminal.ts';

/** The exit code of a process that Ctrl-C has ended, as shells know it. */
export const interruptedExitCode = 130;

/** npx and npm pass a Ctrl-C on that the terminal has sent to all of them already: so soon it is no second one. */
const sameMs = 1_000;

/** Ctrl-C, caught until it is disposed of. */
type Interrupt = Disposable & { readonly signal: AbortSignal };

/** Lets the first Ctrl-C abort a signal, and says so, instead of ending the process; a second one ends it at once. */
export function catchInterrupt(
  { note }: Pick<Terminal, 'note'>,
  farewell = 'Stopping when what is under way has been answered; Ctrl-C again stops at once.',
): Interrupt {
  const controller = new AbortController();
  let firstMs = 0;
  const listener = () => {
    if (!controller.signal.aborted) {
      firstMs = performance.now();
      controller.abort();
      note(farewell);
    } else if (performance.now() - firstMs > sameMs) process.exit(interruptedExitCode);
  };
  process.on('SIGINT', listener);
  return { signal: controller.signal, [Symbol.dispose]: () => process.off('SIGINT', listener) };
}

/** Waits so many milliseconds; says whether they went by before the signal came. */
export function waitFor(ms: number, signal: AbortSignal): Promise<boolean> {
  return wait(ms, true, { signal }).catch(() => false);
}
