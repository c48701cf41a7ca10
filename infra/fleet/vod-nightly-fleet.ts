import { Duration } from 'aws-cdk-lib';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Config } from '../../lambda/config/config.ts';
import type { Fleet } from '../../lambda/config/fleet.ts';
import { mapResultsPrefix } from '../../lambda/core/ledger/keys.ts';
import { InvalidInputError } from '../../lambda/errors.ts';
import { ArchiveBucket, permitFolders } from '../archive-bucket.ts';
import { addFleetOutputs } from '../outputs.ts';
import type { VodNightly } from '../vod-nightly.ts';
import { defineBackfill } from './backfill-definition.ts';
import { FleetAlarms } from './fleet-alarms.ts';
import { fleetGraphs } from './fleet-graphs.ts';
import { FleetMachine } from './fleet-machine.ts';
import { FleetSchedules } from './fleet-schedules.ts';
import { LogQueries } from './log-queries.ts';
import { RoutedTopics } from './routed-topics.ts';
import { defineShift, longestShift, type ShiftProps } from './shift-definition.ts';

/** What the construct is built from. */
export type VodNightlyFleetProps = {
  /** Whose archive, topics and function the fleet uses. Its configuration says which shifts there are, under `fleet`. */
  readonly nightly: VodNightly;
  /** Whether the stack's outputs say where everything is, so that `--stack` finds it; true unless told. */
  readonly outputs?: boolean;
};

/** Everything that reports every night on accounts that are data in the archive: `vod-nightly fleet push` puts them there. */
export class VodNightlyFleet extends Construct {
  /** Runs the nights of a shift, and its muster. */
  readonly machine: StateMachine;
  /** Fills in the past of many accounts. */
  readonly backfillMachine: StateMachine;
  readonly schedules: FleetSchedules;
  /** For those who hear of some accounts only. */
  readonly topics: RoutedTopics;

  constructor(scope: Construct, id: string, { nightly, outputs = true }: VodNightlyFleetProps) {
    super(scope, id);
    const { archive, config, night, topics } = nightly;
    const fleet = fleetOf(config);
    this.topics = new RoutedTopics(this, 'Topics', { ...config, topics });
    this.permit(nightly);
    const steps = { night: night.function, archive, fleet, routes: this.topics.routes };
    this.machine = this.createShiftMachine(steps, config);
    this.backfillMachine = this.createBackfillMachine(steps, config);
    this.schedules = new FleetSchedules(this, 'Schedules', { shifts: fleet.shifts, machine: this.machine });
    new FleetAlarms(this, 'Alarms', {
      shifts: fleet.shifts,
      night: night.function,
      machine: this.machine,
      notStarted: this.schedules.notStarted,
      alerts: topics.alerts,
      runbookUrl: config.deployment.runbookUrl,
    });
    new LogQueries(this, 'LogQueries', { log: night.function.logGroup });
    nightly.dashboard.addRow(...fleetGraphs(night.function));
    // Where the commands look for what they find of this very one.
    if (outputs) addFleetOutputs(nightly, this);
  }

  /** Lets the function do for the fleet what its steps do. People alone write which accounts there are. */
  private permit({ night, archive, secrets }: VodNightly): void {
    const written = ['fleet/nights', 'fleet/overviews', 'fleet/backfills'];
    permitFolders(night.role, archive, { written, read: ['fleet'] });
    secrets.permitRings(night);
    for (const [name, arn] of Object.entries(this.topics.environment))
      night.function.addEnvironment(name, arn);
    for (const topic of this.topics.topics) topic.grantPublish(night.role);
    // Which children of a map failed, and why, is of use for some weeks. Somebody's own bucket has rules of its own.
    if (archive instanceof ArchiveBucket)
      archive.addLifecycleRule({ prefix: `${mapResultsPrefix}/`, expiration: Duration.days(90) });
  }

  private createShiftMachine(steps: ShiftProps, { deployment }: Config): StateMachine {
    const { machine } = new FleetMachine(this, 'Shift', {
      ...steps,
      deployment,
      comment: 'Runs the nights of a shift of VOD Station accounts, and its muster',
      define: (states) => defineShift(states, steps),
      timeout: longestShift(steps.fleet),
    });
    return machine;
  }

  private createBackfillMachine(steps: ShiftProps, { deployment }: Config): StateMachine {
    const { machine } = new FleetMachine(this, 'Backfill', {
      ...steps,
      deployment,
      comment: 'Fills in the past of VOD Station accounts',
      define: (states) => defineBackfill(states, steps),
      timeout: Duration.days(30),
    });
    return machine;
  }
}

function fleetOf({ fleet }: Config): Fleet {
  if (fleet) return fleet;
  throw new InvalidInputError('the configuration', ['fleet: has to say which shifts there are']);
}
