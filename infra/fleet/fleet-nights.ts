import { Annotations, Duration } from 'aws-cdk-lib';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Config } from '../../lambda/config/config.ts';
import type { Fleet } from '../../lambda/config/fleet.ts';
import { routesOf } from '../../lambda/config/routes.ts';
import { mapResultsPrefix } from '../../lambda/core/ledger/keys.ts';
import { permitFolders } from '../archive-bucket.ts';
import type { NightFunction } from '../function/night-function.ts';
import type { Topics } from '../topics/topics.ts';
import { defineBackfill } from './backfill-definition.ts';
import { FleetAlarms } from './fleet-alarms.ts';
import { FleetMachine } from './fleet-machine.ts';
import { FleetSchedules } from './fleet-schedules.ts';
import { LogQueries } from './log-queries.ts';
import { defineShift, longestShift } from './shift-definition.ts';

/** Which shifts there are, who is told what of them, and what their nights share with all others. */
type FleetNightsProps = Pick<Config, 'alerts' | 'reports' | 'deployment'> & {
  readonly fleet: Fleet;
  readonly archive: IBucket;
  readonly topics: Topics;
  readonly night: NightFunction;
};

/** What runs the nights of accounts that are data in the archive: `vod-nightly fleet push` puts them there. */
export class FleetNights extends Construct {
  /** Runs the nights of a shift, and its muster. */
  readonly machine: StateMachine;
  /** Fills in the past of many accounts. */
  readonly backfillMachine: StateMachine;
  readonly schedules: FleetSchedules;

  constructor(scope: Construct, id: string, props: FleetNightsProps) {
    super(scope, id);
    const { fleet, archive, topics, night, deployment } = props;
    this.permit(props);
    const routes = { alerts: routesOf(props.alerts), reports: routesOf(props.reports) };
    const steps = { night: night.function, archive, fleet, routes, deployment };
    this.machine = new FleetMachine(this, 'Shift', {
      ...steps,
      comment: 'Runs the nights of a shift of VOD Station accounts, and its muster',
      define: defineShift,
      timeout: longestShift(fleet),
    }).machine;
    this.backfillMachine = new FleetMachine(this, 'Backfill', {
      ...steps,
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
  }

  /** Lets the function do for the fleet what its steps do. People alone write which accounts there are. */
  private permit({ night, archive }: FleetNightsProps): void {
    const written = ['fleet/nights', 'fleet/overviews', 'fleet/backfills'];
    permitFolders(night.role, archive, { written, read: ['fleet/accounts', ...written] });
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
