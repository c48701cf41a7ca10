import type { AwsCall } from '../support/services/aws-call.ts';
import type { Stage } from '../support/stage.ts';

/** A request as it arrived at the vendor or at AWS. */
export type Entry = {
  /** The operation and the kind of object, such as `PutObject ledger`. */
  readonly name: string;
  readonly night: 'killed' | 'clean';
  carriedOut: boolean;
};

/** What is heard of each request when it arrives; the promise holds it up, and false keeps it from being carried out. */
export type OnArrival = (numberInNight: number) => Promise<boolean>;

/** Every request of two nights, in the order in which they arrived. */
export type Journal = {
  readonly entries: readonly Entry[];
  of(night: Entry['night']): readonly Entry[];
  /** From now on requests are the clean night's. */
  startCleanNight(): void;
};

/** Writes down what arrives at a stage. The vendor's side cannot be held up: asking changes nothing there. */
export function keepJournal(stage: Stage, onArrival: OnArrival = async () => true): Journal {
  const entries: Entry[] = [];
  let night: Entry['night'] = 'killed';
  const of = (whose: Entry['night']) => entries.filter((entry) => entry.night === whose);

  async function note(name: string): Promise<Entry> {
    const entry: Entry = { name, night, carriedOut: true };
    entries.push(entry);
    if (night === 'killed') entry.carriedOut = await onArrival(of('killed').length);
    return entry;
  }

  stage.aws.intervene(async (call) => {
    const { carriedOut } = await note(nameOf(call));
    return carriedOut ? undefined : { status: 503, code: 'ServiceUnavailable', message: 'nobody hears this' };
  });
  stage.simulator.behave({
    when: () => {
      void note('ask');
      return false;
    },
  });
  return {
    entries,
    of,
    startCleanNight: () => {
      night = 'clean';
    },
  };
}

/** What is called, and of which kind of object. */
export function nameOf({ operation, resource, conditions }: AwsCall): string {
  const [, kind] =
    /^(\w+)\/account=/.exec(conditions['s3:prefix'] ?? resource.split(':::archive/')[1] ?? '') ?? [];
  return kind === undefined ? operation : `${operation} ${kind}`;
}

/** How far a night came: the last request of it that was carried out. */
export function describeGap(entries: readonly Entry[]): string {
  const done = entries.filter(({ carriedOut }) => carriedOut);
  return done.length === 0 ? 'before the first request' : `after ${done.length}. ${done.at(-1)?.name}`;
}

/** Whether a night published its alert, and whether it got to mark it as sent after that. */
export function tellingOf(entries: readonly Entry[]): { published: boolean; marked: boolean } {
  const done = entries.filter(({ carriedOut }) => carriedOut).map(({ name }) => name);
  const at = done.indexOf('Publish');
  return { published: at >= 0, marked: at >= 0 && done.includes('PutObject ledger', at) };
}
