import type { Operation } from './aws-call.ts';
import { conflictRefusal } from './s3/conditional-writes.ts';

/** Lets those who write the same object do so one after the other. */
type Turns = {
  /** @throws Refusal 409, if so configured, when a conditional write meets another one in flight */
  take<Result>(
    resource: string,
    write: NonNullable<Operation['write']>,
    work: () => Promise<Result>,
  ): Promise<Result>;
};

/** S3 may refuse the later of two conditional writes in flight instead of deciding between them; here it is a choice. */
export function createTurns(conflictInsteadOfWaiting: boolean): Turns {
  const last = new Map<string, Promise<unknown>>();
  const conditional = new Set<string>();

  async function waitAndWork<Result>(resource: string, work: () => Promise<Result>): Promise<Result> {
    const turn = (last.get(resource) ?? Promise.resolve()).then(work);
    const end = Promise.allSettled([turn]);
    last.set(resource, end);
    try {
      return await turn;
    } finally {
      if (last.get(resource) === end) last.delete(resource);
    }
  }

  return {
    async take(resource, write, work) {
      if (!conflictInsteadOfWaiting || write === 'unconditional') return waitAndWork(resource, work);
      if (conditional.has(resource)) throw conflictRefusal();
      conditional.add(resource);
      try {
        return await waitAndWork(resource, work);
      } finally {
        conditional.delete(resource);
      }
    },
  };
}
