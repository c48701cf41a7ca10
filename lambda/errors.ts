/**
 * The input cannot be used as it is: a configuration, an event or an option. Trying again does not help; somebody has
 * to correct it. Lists every fault at once, each with its place and what would be right.
 */
export class InvalidInputError extends Error {
  override readonly name = 'InvalidInputError';
  /** What cannot be used, such as `the event`. */
  readonly subject: string;
  readonly faults: readonly string[];

  constructor(subject: string, faults: readonly string[]) {
    super(`${subject} cannot be used:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.subject = subject;
    this.faults = faults;
  }
}

/** Somebody else wrote the object since it was read: read it again, decide again, write again. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError';
}

/** The function or the user may not do this: a permission has to be granted. Trying again does not help. */
export class ForbiddenError extends Error {
  override readonly name = 'ForbiddenError';
}

/** An archived document is not what this version writes; it has been left as it is for somebody to look at. */
export class DamagedArchiveError extends Error {
  override readonly name = 'DamagedArchiveError';
}

/** The vendor's keys are there and cannot be used: somebody has to store them again. The message never says a key. */
export class UnusableKeysError extends Error {
  override readonly name = 'UnusableKeysError';
  /** As what it is told. */
  readonly code: 'credentialsNotSet' | 'wrongKeys';

  constructor(code: UnusableKeysError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Another night is telling these notices now and did not finish in time: run this night again. */
export class ClaimedElsewhereError extends Error {
  override readonly name = 'ClaimedElsewhereError';
}

/** The night must not run: its date is not over, or it is not due yet, or was due too long ago. Nothing was written; running it again does not help. */
export class NightRefusedError extends Error {
  override readonly name = 'NightRefusedError';
}

/** The night did what it could and some of it failed; `errors` says what. The platform should run it again. */
export class NightFailedError extends AggregateError {
  override readonly name = 'NightFailedError';

  constructor(account: string, errors: readonly Error[]) {
    super(errors, `the night of ${account} failed: ${errors.map((error) => error.message).join('; ')}`);
  }
}

/** Anything thrown, as an Error. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** For a step whose failure keeps nothing else from happening, as what it is caught by: collects the failure, and gives nothing. */
export function collectIn(failures: Error[]): (thrown: unknown) => undefined {
  return (thrown) => {
    failures.push(toError(thrown));
    return undefined;
  };
}
