import { toError } from '../errors.ts';

/** What a step gives, or nothing when it fails: the failure is gathered, and keeps nothing else from happening. */
export async function gather<T>(step: Promise<T>, failures: Error[]): Promise<T | undefined> {
  try {
    return await step;
  } catch (error) {
    failures.push(toError(error));
    return undefined;
  }
}
