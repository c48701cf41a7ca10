import { askingSaboteurs } from './saboteurs-of-asking.ts';
import { askingAheadSaboteurs } from './saboteurs-of-asking-ahead.ts';
import { clockSaboteurs } from './saboteurs-of-clocks.ts';
import { sendingSaboteurs } from './saboteurs-of-sending.ts';
import { silenceSaboteurs } from './saboteurs-of-silence.ts';
import { archiveSaboteurs } from './saboteurs-of-the-archive.ts';
import { ledgerSaboteurs } from './saboteurs-of-the-ledger.ts';
import { serviceSaboteurs } from './saboteurs-of-the-services.ts';
import type { Sabotage } from './world.ts';

/** Defects that a night could have and must not: the simulation is worth something only if it finds each of them. */
export const saboteurs: readonly Sabotage[] = [
  ...archiveSaboteurs,
  ...ledgerSaboteurs,
  ...askingSaboteurs,
  ...askingAheadSaboteurs,
  ...sendingSaboteurs,
  ...silenceSaboteurs,
  ...clockSaboteurs,
  ...serviceSaboteurs,
];
