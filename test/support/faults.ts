import { InvalidInputError } from '../../lambda/errors.ts';

/** The faults for which something is refused; none when it is not. */
export function faultsOf(act: () => unknown): readonly string[] {
  try {
    act();
  } catch (error) {
    if (error instanceof InvalidInputError) return error.faults;
    throw error;
  }
  return [];
}
