import { Annotations, Duration, Stack } from 'aws-cdk-lib';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Fleet } from '../../lambda/config/fleet.ts';
import { mapResultsPrefix } from '../../lambda/core/ledger/keys.ts';
import { InvalidInputError } from '../../lambda/errors.ts';
import { permitFolders } from '../archive-bucket.ts';
import { addFleetOutputs } from '../outputs.ts';
import type { VodNightly } from '../vod-nightly.ts';
import { defineBackfill } from './backfill-definition.ts';
import { FleetAlarms } from './fleet-alarms.ts';
import { fleetGraphs } from './fleet-graphs.ts';
import { FleetMachine } from './fleet-machine.ts';
import { FleetSchedules } from './fleet-schedules.ts';
import { LogQueries } from './log-queries.ts';
import { RoutedTopics } from './routed-topics.ts';
import { defineShift, longestShift } from './shift-definition.ts';

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
    const fleet = this.beginFleet(nightly);
    this.topics = new RoutedTopics(this, 'Topics', { ...config, topics });
    this.permit(nightly);
    const steps = { night: night.function, archive, fleet, routes: this.topics.routes };
    const { deployment } = config;
    this.machine = new FleetMachine(this, 'Shift', {
      ...steps,
      deployment,
      comment: 'Runs the nights of a shift of VOD Station accounts, and its muster',
      define: defineShift,
      timeout: longestShift(fleet),
    }).machine;
    this.backfillMachine = new FleetMachine(this, 'Backfill', {
      ...steps,
      deployment,
      comment: 'Fills in the past of VOD Station accounts',
      define: defineBackfill,
      timeout: Duration.days(30),
    }).machine;
    this.schedules = new FleetSchedules(this, 'Schedules', { shifts: fleet.shifts, machine: this.machine });
    new FleetAlarms(this, 'Alarms', {
      shifts: fleet.shifts,
      night: night.function,
      machine: this.machine,
      notStarted: this.schedules.notStarted,
      alerts: topics.alerts,
      runbookUrl: deployment.runbookUrl,
    });
    new LogQueries(this, 'LogQueries', { log: night.function.logGroup });
    nightly.dashboard.addRow(...fleetGraphs(night.function));
    // Where the commands look for what they find of this very one.
    if (outputs) addFleetOutputs(nightly, this);
  }

  /** @throws InvalidInputError where there are no shifts, or they would be run twice, or in a circle of stacks */
  private beginFleet(nightly: VodNightly): Fleet {
    const { fleet } = nightly.config;
    if (!fleet)
      throw new InvalidInputError('the configuration', ['fleet: has to say which shifts there are']);
    const [own, other] = [Stack.of(this), Stack.of(nightly)];
    const faults = [
      ...(nightly.hasFleet ? ['nightly: has a fleet already, and each shift would be run twice'] : []),
      ...(own === other
        ? []
        : [`nightly: has to be in the same stack, here ${own.stackName}; it is in ${other.stackName}`]),
    ];
    if (faults.length > 0) throw new InvalidInputError('what the fleet is built on', faults);
    nightly.hasFleet = true;
    return fleet;
  }

  /** Lets the function do for the fleet what its steps do. People alone write which accounts there are. */
  private permit({ night, archive, secrets }: VodNightly): void {
    const written = ['fleet/nights', 'fleet/overviews', 'fleet/backfills'];
    permitFolders(night.role, archive, { written, read: ['fleet/accounts', ...written] });
    secrets.permitRings(night.role, night.function);
    for (const [name, arn] of Object.entries(this.topics.environment))
      night.function.addEnvironment(name, arn);
    for (const topic of this.topics.topics) topic.grantPublish(night.role);
    this.forgetMaps(archive);
  }

  /** Which children of a map failed, and why, is of use for some weeks. */
  private forgetMaps(archive: IBucket): void {
    const prefix = `${mapResultsPrefix}/`;
    if (archive instanceof Bucket) archive.addLifecycleRule({ prefix, expiration: Duration.days(90) });
    else
      Annotations.of(this).addInfoV2(
        'vod-nightly:map-results',
        `The bucket ${archive.bucketName} keeps what became of each night below ${prefix} for ever, as its rules are not this ` +
          "app's to change. Let them expire by a rule of its own, as a bucket of this app's does after 90 days.",
      );
  }
}
