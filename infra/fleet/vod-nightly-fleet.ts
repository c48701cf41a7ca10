import { Duration } from 'aws-cdk-lib';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Fleet } from '../../lambda/config/fleet.ts';
import type { VodNightly } from '../vod-nightly.ts';
import { defineBackfill } from './backfill-definition.ts';
import { FleetMachine } from './fleet-machine.ts';
import { FleetSchedules } from './fleet-schedules.ts';
import { defineShift, longestShift } from './shift-definition.ts';

/** What the construct is built from. */
export type VodNightlyFleetProps = {
  /** Whose archive, topics and function the fleet uses. */
  readonly nightly: VodNightly;
  readonly fleet: Fleet;
};

/** Everything that reports every night on accounts that are data in the archive: `vod-nightly fleet push` puts them there. */
export class VodNightlyFleet extends Construct {
  /** Runs a night of a shift. */
  readonly machine: StateMachine;
  /** Fills in the past of many accounts. */
  readonly backfillMachine: StateMachine;
  readonly schedules: FleetSchedules;

  constructor(scope: Construct, id: string, { nightly, fleet }: VodNightlyFleetProps) {
    super(scope, id);
    const { archive, config } = nightly;
    const night = nightly.night.function;
    const common = { night, archive, deployment: config.deployment };
    const routes = { alerts: [], reports: [] };
    this.machine = new FleetMachine(this, 'Shift', {
      ...common,
      comment: 'Runs a night of a shift of VOD Station accounts',
      define: (states) => defineShift(states, { night, archive, fleet, routes }),
      timeout: longestShift(fleet),
    }).machine;
    this.backfillMachine = new FleetMachine(this, 'Backfill', {
      ...common,
      comment: 'Fills in the past of VOD Station accounts',
      define: (states) => defineBackfill(states, { night, archive, fleet }),
      timeout: Duration.days(30),
    }).machine;
    this.schedules = new FleetSchedules(this, 'Schedules', { shifts: fleet.shifts, machine: this.machine });
  }
}
