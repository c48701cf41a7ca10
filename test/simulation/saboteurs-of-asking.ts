import type { Exchange } from '../../lambda/core/vendor/exchange.ts';
import type { Ports } from '../../lambda/ports.ts';
import type { Sabotage } from './world.ts';

const zeros = '{"content":{"waiting":0,"running":0,"complete":0,"failure":0,"canceled":0}}';

/** Defects in what is believed of the vendor's answers. */
export const askingSaboteurs: readonly Sabotage[] = [
  {
    name: 'believes an order without the far past',
    ports: (ports) =>
      asking(ports, (answer) => (isFarPast(answer.window.startMs) ? answerWithZeros(answer) : answer)),
  },
  {
    name: 'ends a list at a short page',
    ports: (ports) => listing(ports, (answer) => withBody(answer, withoutTotal)),
  },
  {
    name: 'takes an empty list for zero',
    ports: (ports) =>
      listing(ports, (answer) =>
        answer.requestTarget.includes('pageSizeNo=10&')
          ? {
              ...answer,
              reply: { httpStatus: 200, body: { text: '{"content":[],"total":0}', truncated: false } },
            }
          : answer,
      ),
  },
];

/** Ports of whose answers something else is heard. */
export function hearing(ports: Ports, change: (answer: Exchange) => Exchange): Ports {
  const { ask } = ports.vodStation;
  return { ...ports, vodStation: { ask: async (...question) => change(await ask(...question)) } };
}

/** The same of the answers with counts alone. */
export function asking(ports: Ports, change: (answer: Exchange) => Exchange): Ports {
  return hearing(ports, (answer) => (answer.page ? answer : change(answer)));
}

function listing(ports: Ports, change: (answer: Exchange) => Exchange): Ports {
  return hearing(ports, (answer) => (answer.page ? change(answer) : answer));
}

/** Whether an instant is from before there was anything to ask for, but as a proof. */
export function isFarPast(epochMs: number): boolean {
  return epochMs < Date.UTC(2001, 0, 1);
}

/** The answer with zeros in the place of what it says. */
export function answerWithZeros({ fault: _fault, ...answer }: Exchange): Exchange {
  return { ...answer, reply: { httpStatus: 200, body: { text: zeros, truncated: false } } };
}

function withBody(answer: Exchange, change: (text: string) => string): Exchange {
  if (!answer.reply || !('text' in answer.reply.body)) return answer;
  const body = { ...answer.reply.body, text: change(answer.reply.body.text) };
  return { ...answer, reply: { ...answer.reply, body } };
}

/** Where there is no total a list ends at a short page. */
function withoutTotal(text: string): string {
  return text.replace(/,"total":"\d+"/, '');
}
