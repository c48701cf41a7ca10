import type { Exchange, Question } from '../../lambda/core/vendor/exchange.ts';
import type { Ports } from '../../lambda/ports.ts';
import { withArchive } from './saboteurs-of-the-archive.ts';
import type { Sabotage } from './world.ts';

/** Defects in what becomes of the question that a night asks while it reads its ledger. */
export const askingAheadSaboteurs: readonly Sabotage[] = [
  {
    name: 'takes what it asked ahead for the answer under another order',
    ports: (ports) => askingAhead(ports, (ahead, { order }) => ({ ...ahead, order })),
  },
  {
    name: 'takes an outage that it met ahead for one under any order',
    ports: (ports) =>
      askingAhead(ports, (ahead) => ((ahead.reply?.httpStatus ?? 0) >= 500 ? ahead : undefined)),
  },
  {
    name: 'asks again at once after a refusal that it met ahead',
    ports: (ports) => {
      let isFirst = true;
      const ask: Ports['vodStation']['ask'] = async (...question) => {
        const answer = await ports.vodStation.ask(...question);
        const isRefused = isFirst && answer.reply?.httpStatus === 429;
        isFirst = false;
        return isRefused ? ports.vodStation.ask(...question) : answer;
      };
      return { ...ports, vodStation: { ask } };
    },
  },
  {
    name: 'takes what it asked ahead for an answer to a question asked once the ledger was there',
    ports: (ports) => {
      const { promise: read, resolve } = Promise.withResolvers<void>();
      const reading = withArchive(ports, {
        loadLedger: (...years) => ports.archive.loadLedger(...years).finally(resolve),
      });
      const ask: Ports['vodStation']['ask'] = async (...question) => {
        const answer = await ports.vodStation.ask(...question);
        await read;
        return { ...answer, askedAtMs: ports.clock.now() };
      };
      return { ...reading, vodStation: { ask } };
    },
  },
];

/** Ports that may give the first answer once more for the first question about the same window under another order. */
function askingAhead(
  ports: Ports,
  giveAgain: (ahead: Exchange, question: Question) => Exchange | undefined,
): Ports {
  let ahead: Exchange | undefined;
  const ask: Ports['vodStation']['ask'] = async (question, ...limits) => {
    const isAnother = ahead?.window.endMs === question.window.endMs && ahead.order !== question.order;
    const again = ahead && isAnother && !question.page ? giveAgain(ahead, question) : undefined;
    if (again) return again;
    const answer = await ports.vodStation.ask(question, ...limits);
    ahead ??= answer;
    return answer;
  };
  return { ...ports, vodStation: { ask } };
}
