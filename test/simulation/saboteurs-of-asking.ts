import type { Exchange } from '../../lambda/core/vendor/exchange.ts';
import type { Ports, VodStation } from '../../lambda/ports.ts';
import { answerWithZeros, asking, isFarPast } from './saboteurs-of-sending.ts';
import type { Sabotage } from './world.ts';

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

function listing(ports: Ports, change: (answer: Exchange) => Exchange): Ports {
  const ask: VodStation['ask'] = async (...question) => {
    const exchange = await ports.vodStation.ask(...question);
    return exchange.page ? change(exchange) : exchange;
  };
  return { ...ports, vodStation: { ask } };
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
