import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Mishap } from './history.ts';
import type { Invocation } from './invocation.ts';

/** A notice as a subscriber's program reads it. */
export type ToldNotice = {
  readonly id: string;
  readonly kind: string;
  readonly severity: string;
  readonly date: string;
  readonly counts?: Readonly<Record<string, number>>;
};

/** One message that SNS accepted. */
export type Published = {
  readonly by: Invocation;
  readonly atMs: number;
  readonly text: string;
  readonly notices: readonly ToldNotice[];
  /** The date that it sums up, and whether that has counts; absent in an alert. */
  readonly summary: { readonly date: string; readonly counts?: object } | undefined;
  /** Whether the publisher got to know that it was accepted. */
  readonly acknowledged: boolean;
};

/** A topic as a night's client reaches it, and all that it has accepted. */
export type Topic = {
  readonly published: readonly Published[];
  clientFor(invocation: Invocation): SNSClient;
};

/** A topic without subscribers, which keeps what it accepts; the onlooker is shown each message as it is accepted. */
export function createTopic(watch: (published: Published) => void, now: () => number): Topic {
  const published: Published[] = [];
  return { published, clientFor: (by) => ({ send: createSend(by) }) as unknown as SNSClient };

  function createSend(by: Invocation) {
    return (command: PublishCommand) =>
      by.call(
        (mishap) => {
          if (!(command instanceof PublishCommand)) throw new Error('the simulated topic only publishes');
          return publish(command.input, mishap, by);
        },
        { onSilence: () => by.unanswered.push('topic') },
      );
  }

  function publish(input: PublishCommand['input'], mishap: Mishap | undefined, by: Invocation) {
    if (mishap && refusing.has(mishap)) throw new Error(`simulated: SNS ${mishap}`);
    // A proxy's page, of which the SDK makes nothing at all.
    if (mishap === 'foreign') return {};
    const text = JSON.stringify(input);
    const { notices, summary } = readDocument(input);
    // The SDK repeats a publish whose answer was lost; SNS has then accepted it twice.
    if (mishap === 'retried') accept(false);
    accept(mishap !== 'lost' && mishap !== 'stalled');
    if (mishap === 'lost') throw new Error('simulated: the answer of SNS was lost');
    return { MessageId: `message-${published.length}` };

    function accept(acknowledged: boolean) {
      const message = { by, atMs: now(), text, notices, summary, acknowledged };
      published.push(message);
      watch(message);
    }
  }
}

const refusing: ReadonlySet<Mishap> = new Set(['fails', 'limited', 'unauthorized', 'conflict'] as const);

function readDocument({
  Subject = '',
  Message = '',
}: PublishCommand['input']): Pick<Published, 'notices' | 'summary'> {
  if (Subject === '' || Subject.length >= 100 || /\p{Cc}/u.test(Subject))
    throw new Error('Invalid parameter: Subject');
  const bodies = JSON.parse(Message) as Record<string, string>;
  if (typeof bodies.default !== 'string') throw new Error('Invalid parameter: Message');
  const document: Pick<Published, 'notices' | 'summary'> = JSON.parse(bodies.sqs ?? '');
  return { ...document, notices: document.notices.toSorted((a, b) => numberOf(a) - numberOf(b)) };
}

/** Which of its date's notices it is. A message tells the newest first; what they come to, they do in the order of their ids. */
function numberOf({ id }: ToldNotice): number {
  return Number(id.slice(id.lastIndexOf('/') + 1));
}
