import { archiveEnvironment, type ManualCommand } from '../../cli/help.ts';
import type { Session } from '../session.ts';
import { addFleetBackfillCommand } from './backfill/command.ts';
import { addKeysCommand } from './keys/command.ts';
import { addListCommand } from './list.ts';
import { addPushCommand } from './push/command.ts';
import { addRemoveCommand } from './remove.ts';
import { addRerunCommand } from './rerun.ts';
import { addFleetRunCommand } from './run/command.ts';
import { addFleetShowCommand } from './show.ts';

/** Adds `fleet`: many accounts that are data in the archive. */
export function addFleetCommand(program: ManualCommand, session: Session): void {
  const fleet = program
    .command('fleet')
    .summary('look after many accounts at once')
    .description(
      'Looks after accounts that are data in the archive instead of resources of a stack: any number of them, changed without ' +
        'a deployment. Each belongs to the shift of its time zone and time: those of the schedules of a stack with --stack, ' +
        'and of the configuration without.',
    )
    .helpCommand(false)
    .manual({
      environment: archiveEnvironment,
      examples: {
        'vod-nightly fleet push accounts.csv --stack VodNightly': 'add accounts and change them',
        'vod-nightly fleet list --unavailable --stack VodNightly': 'whom last night could not measure',
      },
    });
  addPushCommand(fleet, session);
  addListCommand(fleet, session);
  addFleetShowCommand(fleet, session);
  addRemoveCommand(fleet, session);
  addKeysCommand(fleet, session);
  addFleetRunCommand(fleet, session);
  addRerunCommand(fleet, session);
  addFleetBackfillCommand(fleet, session);
}
