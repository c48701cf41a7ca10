import { updateObject } from '../../../lambda/archive/commit.ts';
import { mutesKey } from '../../../lambda/core/ledger/keys.ts';
import { instantOf } from '../../../lambda/core/ledger/measurement.ts';
import { addMute, endMutes, formatMutes, type Mute, parseMutes } from '../../../lambda/core/notices/mutes.ts';
import type { Ports } from '../../../lambda/ports.ts';

type Contended = Pick<Ports, 'archive' | 'clock' | 'random' | 'telemetry'>;

/** Mutes an account from now on, in the place of whatever mute is in force. */
export async function muteAccount(
  account: string,
  wanted: Omit<Mute, 'mutedAt'>,
  ports: Contended,
): Promise<Mute> {
  const mute = { ...wanted, mutedAt: instantOf(ports.clock.now()) };
  await changeMutes(account, (mutes) => addMute(mutes, mute), ports);
  return mute;
}

/**
 * Ends the mute of an account: the next night tells what was held back.
 * @returns the mutes that stood until now; one whose last date is over may be among them
 */
export async function unmuteAccount(account: string, by: string, ports: Contended): Promise<Mute[]> {
  let ended: Mute[] = [];
  const end = (mutes: readonly Mute[]) => {
    ended = mutes.filter(({ endedAt }) => endedAt === undefined);
    return endMutes(mutes, instantOf(ports.clock.now()), by);
  };
  await changeMutes(account, end, ports);
  return ended;
}

/** @throws SyntaxError when the present list cannot be read; it is left as it is */
function changeMutes(
  account: string,
  change: (mutes: readonly Mute[]) => Mute[],
  ports: Contended,
): Promise<void> {
  const key = mutesKey(account);
  return updateObject(
    key,
    'application/json',
    (present) => {
      const mutes = parseMutes(present);
      const next = change(mutes);
      return present === undefined && next.length === 0 ? undefined : formatMutes(account, next);
    },
    ports,
  );
}
