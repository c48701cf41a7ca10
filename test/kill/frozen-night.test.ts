import { platform } from 'node:process';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleAlone } from '../support/bundle-process.ts';
import { badDay } from '../support/stage.ts';
import { type Freeze, openPlace, type Thawed } from './frozen-night.ts';

/** As many pairs of warm functions as keep two cores busy while half of them stand still. */
const pairs = 8;

/** What a night says whose time was over when it went on. */
const tooLate =
  /could not (read|list|write|publish to) .*TimeoutError, (there is no time left for it|no whole answer came within)/;
/** What it says that has told its alert, and whose claim on the summary was over by then. */
const summaryLeft = /^the night of \S+ failed: no time was left to sum up 1 dates$/;

describe.runIf(platform === 'linux')('a night that stands still while another one does its work', () => {
  const nights: Thawed[] = [];
  let requests: readonly string[] = [];

  beforeAll(async () => {
    const bundle = await bundleAlone();
    await using first = await openPlace(bundle);
    ({ before: requests } = await first.freezeOnce({ place: 'before', request: 99, until: 'lease' }));
    const freezes: Freeze[] = requests.flatMap((_, index) =>
      (['before', 'during'] as const).flatMap((place) =>
        (['lease', 'deadline'] as const).map((until) => ({ place, request: index + 1, until })),
      ),
    );
    const workers = Array.from({ length: pairs }, async () => {
      await using place = await openPlace(bundle);
      for (let next = freezes.shift(); next; next = freezes.shift())
        nights.push(await place.freezeOnce(next));
    });
    await Promise.all(workers);
  }, 240_000);

  /** What is wrong with each night, beside where it stood still. */
  const faultsOf = (faultOf: (night: Thawed) => unknown) =>
    nights.flatMap((night) => {
      const fault = faultOf(night);
      return fault === undefined || fault === false ? [] : [{ ...night.freeze, fault }];
    });

  it('has stood still before each of its requests, and while each was answered', () => {
    expect(requests).toContain('Publish');
    expect(nights).toHaveLength(requests.length * 4);
    expect(nights.filter(({ stood }) => !stood).length).toBeLessThan(requests.length / 4);
  });

  it('comes to its end, and says clearly what it had no time for', () => {
    expect(
      faultsOf(({ frozen: { result, error }, freeze }) => {
        if (error === undefined) return result === undefined && 'it never ended';
        const { errorMessage } = error;
        const isFit =
          freeze.until === 'deadline' ? tooLate.test(errorMessage) : summaryLeft.test(errorMessage);
        return isFit ? undefined : errorMessage;
      }),
    ).toEqual([]);
  });

  it('keeps neither the other night nor the next one from being well', () => {
    expect(faultsOf(({ other }) => other.error ?? (other.result === undefined && 'never ended'))).toEqual([]);
    expect(faultsOf(({ next }) => next.error ?? (next.result === undefined && 'never ended'))).toEqual([]);
  });

  it('leaves a whole ledger, and nothing to be told', () => {
    for (const { lines, alerts, snapshots, pages } of nights) {
      const [line, ...others] = lines;
      expect(others).toEqual([]);
      expect(line).toMatchObject({
        state: 'measured',
        counts: badDay,
        revision: 1,
        summary: { state: 'sent' },
      });
      expect(line?.notices).toMatchObject([{ kind: 'breached', state: 'sent' }]);
      expect(line?.notices[0]).not.toHaveProperty('claim');
      expect(alerts).toContain(line?.notices[0]?.messageId);
      expect(snapshots).toContain(line?.state === 'measured' && line.snapshot);
      expect(pages).toHaveLength(1);
    }
  });

  it('tells twice only if it stood still with its alert under way, or told and not marked', () => {
    expect(
      faultsOf((night) => {
        const isUnmarked = night.before.includes('Publish') && !isMarked(night.before);
        // The list of failed files is put while the alert is told: which of both goes out first, nobody knows.
        const [next] = night.after.filter((request) => request !== 'PutObject files');
        const isUnderWay = night.stood && next === 'Publish';
        return night.alerts.length > (isUnmarked || isUnderWay ? 2 : 1) && night.alerts.length;
      }),
    ).toEqual([]);
  });
});

/** The first write of the ledger commits, the second marks. */
function isMarked(requests: readonly string[]): boolean {
  return requests.indexOf('PutObject ledger') < requests.lastIndexOf('PutObject ledger');
}
