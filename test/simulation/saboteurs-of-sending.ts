import type { Message } from '../../lambda/core/messages/alert.ts';
import type { Notifier, Ports } from '../../lambda/ports.ts';
import { answerWithZeros, asking, isFarPast } from './saboteurs-of-asking.ts';
import { withArchive } from './saboteurs-of-the-archive.ts';
import type { Sabotage } from './world.ts';

const dayMs = 86_400_000;

/** Defects in how the vendor is asked and people are told. */
export const sendingSaboteurs: readonly Sabotage[] = [
  {
    name: 'marks before it sends',
    ports: (ports) => {
      const waiting: Message[] = [];
      const marking = withArchive(ports, {
        saveLedger: async (account, loaded, next) => {
          const saved = await ports.archive.saveLedger(account, loaded, next);
          for (const message of waiting.splice(0)) await ports.notifier.publish(message);
          return saved;
        },
      });
      return { ...marking, notifier: { publish: async (message) => `later-${waiting.push(message)}` } };
    },
  },
  {
    name: 'takes a failed publish for a sent one',
    ports: (ports) =>
      telling(ports, async (message) => ports.notifier.publish(message).catch(() => 'assumed')),
  },
  {
    name: 'gives new ids at each telling',
    ports: (ports, { planned, attempt }) =>
      telling(ports, (message) =>
        ports.notifier.publish(
          withNotices(message, (notices) =>
            notices.map((notice) => ({ ...notice, id: `${notice.id}-${planned.id}${attempt}` })),
          ),
        ),
      ),
  },
  {
    name: 'tells but the first notice of a digest',
    ports: (ports) =>
      telling(ports, (message) =>
        ports.notifier.publish(withNotices(message, (notices) => notices.slice(0, 1))),
      ),
  },
  {
    name: 'reads an outage as zeros',
    ports: (ports) =>
      asking(ports, (answer) => {
        const failed = answer.fault !== undefined || (answer.reply?.httpStatus ?? 500) >= 500;
        return failed ? answerWithZeros(answer) : answer;
      }),
  },
  {
    name: 'believes an order without proof',
    ports: (ports) =>
      asking(ports, (answer) => {
        const { startMs } = answer.window;
        return startMs > ports.clock.now() || isFarPast(startMs) ? answerWithZeros(answer) : answer;
      }),
  },
  {
    name: 'reckons dates in UTC',
    ports: (ports) => ({
      ...ports,
      vodStation: {
        ask: (question, deadlineMs) => {
          const { startMs, endMs } = question.window;
          const window = { startMs: startMs - (startMs % dayMs), endMs: endMs - (endMs % dayMs) };
          return ports.vodStation.ask(question.page ? question : { ...question, window }, deadlineMs);
        },
      },
    }),
  },
  {
    name: 'retries with the old signature',
    fetch: (send) => {
      const first = new Map<string, RequestInit | undefined>();
      return (input, init) => {
        const known = first.get(String(input)) ?? init;
        first.set(String(input), known);
        return send(input, { ...init, ...(known?.headers && { headers: known.headers }) });
      };
    },
  },
  {
    name: 'logs the signature',
    fetch: (send, log) => (input, init) => {
      log(JSON.stringify({ level: 'DEBUG', url: String(input), headers: init?.headers }));
      return send(input, init);
    },
  },
  {
    name: 'does not wait as long as the vendor asks',
    fetch: (send) => async (input, init) => {
      const response = await send(input, init);
      const headers = new Headers(response.headers);
      headers.delete('retry-after');
      return new Response(response.body, { status: response.status, headers });
    },
  },
];

function telling(ports: Ports, publish: Notifier['publish']): Ports {
  return { ...ports, notifier: { publish } };
}

function withNotices(
  message: Message,
  change: (notices: Message['data']['notices']) => Message['data']['notices'],
): Message {
  return { ...message, data: { ...message.data, notices: change(message.data.notices) } };
}
