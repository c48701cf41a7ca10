import { Annotations, Duration } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { ContextAttribute } from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Config } from '../../lambda/config/config.ts';
import type { Fleet } from '../../lambda/config/fleet.ts';
import { routesOf } from '../../lambda/config/routes.ts';
import { mapResultsPrefix } from '../../lambda/core/ledger/keys.ts';
import { permitFolders } from '../archive-bucket.ts';
import type { NightFunction } from '../function/night-function.ts';
import { DailySchedules } from '../schedules/daily-schedules.ts';
import { defineBackfill } from './backfill-definition.ts';
import { FleetMachine } from './fleet-machine.ts';
import { LogQueries } from './log-queries.ts';
import { defineShift, longestShift } from './shift-definition.ts';

/** Which shifts there are, who is told what of them, and what their nights share with all others. */
type FleetNightsProps = Pick<Config, 'alerts' | 'reports' | 'deployment'> & {
  readonly fleet: Fleet;
  readonly archive: IBucket;
  readonly night: NightFunction;
};

/** What runs the nights of accounts that are data in the archive: `vod-nightly fleet push` puts them there. */
export class FleetNights extends Construct {
  readonly shifts: Fleet['shifts'];
  /** Runs the nights of a shift, and its muster. */
  readonly machine: StateMachine;
  /** Fills in the past of many accounts. */
  readonly backfillMachine: StateMachine;
  /** One a shift, in its own time zone. */
  readonly schedules: DailySchedules;

  constructor(scope: Construct, id: string, props: FleetNightsProps) {
    super(scope, id);
    const { fleet, archive, night, deployment } = props;
    this.shifts = fleet.shifts;
    this.permitSteps(night.role, archive);
    this.forgetMaps(archive);
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
    this.schedules = this.scheduleShifts();
    new LogQueries(this, 'LogQueries', { log: night.function.logGroup });
  }

  private scheduleShifts(): DailySchedules {
    const schedules = new DailySchedules(this, 'Schedules', {
      policyName: 'StartShifts',
      action: 'states:StartExecution',
      arn: this.machine.stateMachineArn,
      toTarget: (props) => new StepFunctionsStartExecution(this.machine, props),
    });
    const { scheduledTime } = ContextAttribute;
    for (const shift of this.shifts) {
      const description = `Starts the nights of the shift ${shift.name}`;
      schedules.start(shift.name, { ...shift, description, event: { shift, scheduledTime } });
    }
    return schedules;
  }

  /** Lets the function do for the fleet what its steps do. People alone write which accounts there are. */
  private permitSteps(role: Role, archive: IBucket): void {
    const written = ['fleet/nights', 'fleet/overviews', 'fleet/backfills'];
    permitFolders(role, archive, { written, read: ['fleet/accounts', ...written] });
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
