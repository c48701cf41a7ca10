/** The exit code of a process that Ctrl-C has ended, as shells know it. */
export const interruptedExitCode = 130;

/** npx and npm pass a Ctrl-C on that the terminal has sent to all of them already: so soon it is no second one. */
const sameMs = 1_000;

/** Ctrl-C, caught until it is disposed of. */
export type Interrupt = Disposable & { readonly signal: AbortSignal };

/** Lets the first Ctrl-C abort a signal instead of ending the process; a second one ends it at once. */
export function catchInterrupt(onFirst: () => void): Interrupt {
  const controller = new AbortController();
  let firstMs = 0;
  const listener = () => {
    if (!controller.signal.aborted) {
      firstMs = performance.now();
      controller.abort();
      onFirst();
    } else if (performance.now() - firstMs > sameMs) process.exit(interruptedExitCode);
  };
  process.on('SIGINT', listener);
  return { signal: controller.signal, [Symbol.dispose]: () => process.off('SIGINT', listener) };
}
