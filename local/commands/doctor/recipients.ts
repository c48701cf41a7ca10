import type { Config } from '../../../lambda/config/config.ts';
import { type Unheard, unheardBy } from '../../../lambda/config/unheard.ts';
import { type Checks, type Diagnosis, doubtful, good, needsStack, notTried, wrong } from './diagnosis.ts';

/** What may be meant so: that only what is critical is told, and that every account of a fleet has a tag that somebody asks for. */
const intended: ReadonlySet<Unheard['what']> = new Set(['warnings', 'fleet']);

/** What is to be said of all that nobody hears; nothing where everything is heard. */
export function judgeUnheard(unheard: readonly Unheard[]): Diagnosis | undefined {
  if (unheard.length === 0) return undefined;
  const detail = unheard.map((one) => one.detail).join('. ');
  const fix = `${unheard.map((one) => one.fix).join('; ')}, and deploy`;
  return unheard.some(({ what }) => !intended.has(what)) ? wrong(detail, fix) : doubtful(detail, fix);
}

/** Who would be told by a stack with this configuration, where there is none: here the outbox takes it all. */
export function checkHere(config: Config, file: string, outbox: string, place: string): Checks {
  return {
    recipients() {
      const unheard = unheardBy(config);
      if (unheard.length === 0) return good(`${config.alerts.length} under alerts, who hear of everything`);
      const stand = config.alerts.length === 0 ? '. Here made-up addresses stand in' : '';
      const detail = unheard.map((one) => one.detail).join('. ');
      return doubtful(detail + stand, `${unheard.map((one) => one.fix).join('; ')}, in ${file}`);
    },
    topics: () => needsStack(),
    publishing: () => notTried(`it would lay a message into ${outbox}`, `npx vod-nightly test-alert${place}`),
  };
}
