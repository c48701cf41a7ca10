import { type RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Account } from '../lambda/config/account.ts';
import type { Config } from '../lambda/config/config.ts';
import { Alarms } from './alarms/alarms.ts';
import { NightDashboard } from './alarms/dashboard.ts';
import { ArchiveBucket } from './archive-bucket.ts';
import { FleetNights } from './fleet/fleet-nights.ts';
import { AccountSecrets } from './function/account-secrets.ts';
import { NightFunction } from './function/night-function.ts';
import { refuseUnchecked, refuseUnfit } from './given.ts';
import { HistoryTables } from './history/history-tables.ts';
import { refuseTooMuch } from './limits.ts';
import { addOutputs } from './outputs.ts';
import { Reader } from './reader.ts';
import { Schedules } from './schedules/schedules.ts';
import { Topics } from './topics/topics.ts';

/** What the construct is built from. */
export type VodNightlyProps = {
  /** `defineConfig` makes one. */
  readonly config: Config;
  /** Whether the stack's outputs say where everything is, so that `--stack` finds it; true unless told. */
  readonly outputs?: boolean;
  /** Keeps the archive, instead of a bucket of its own. It has to be versioned, and to have no other objects below the same keys. */
  readonly bucket?: IBucket | Bucket; // which are two for TypeScript's exactOptionalPropertyTypes
  /** Where alerts and alarms are told, instead of a topic of its own. */
  readonly alertsTopic?: ITopic;
  /**
   * Encrypts the archive and both topics, instead of S3's own and of a key made for the topics. The policy of a key that is not
   * made in the same app has to let cloudwatch.amazonaws.com use it: alarms are silent otherwise.
   */
  readonly encryptionKey?: IKey;
  /** What becomes of the archive with the stack: it stays unless told. S3 deletes a bucket only when it is empty. */
  readonly removalPolicy?: RemovalPolicy;
};

/** Everything that reports on some VOD Station accounts every night; goes into any stack. */
export class VodNightly extends Construct {
  readonly accounts: readonly Account[];
  /** Keeps snapshots, ledgers and reports. */
  readonly archive: IBucket;
  readonly topics: Topics;
  readonly secrets: AccountSecrets;
  readonly night: NightFunction;
  readonly schedules: Schedules;
  /** Only where a fleet is configured. */
  readonly fleet: FleetNights | undefined;
  /** Only where links are configured. */
  readonly reader: Reader | undefined;
  readonly history: HistoryTables;

  constructor(scope: Construct, id: string, { config, outputs = true, ...own }: VodNightlyProps) {
    super(scope, id);
    refuseUnchecked(config);
    refuseTooMuch(config);
    const { accounts, fleet, alerts, reports, links, deployment } = config;
    const hasFleet = fleet !== undefined;
    const { noncurrentVersionDays, runbookUrl } = deployment;
    this.accounts = accounts;
    const { bucket = new ArchiveBucket(this, 'Archive', { ...own, noncurrentVersionDays }) } = own;
    this.archive = bucket as IBucket;
    refuseUnfit(this, { bucket: this.archive, alertsTopic: own.alertsTopic });
    this.topics = new Topics(this, 'Topics', { ...own, accounts, fleet, alerts, reports });
    this.secrets = new AccountSecrets(this, 'Secrets', { accounts, hasFleet });
    this.reader = links && new Reader(this, 'Reader', { accounts, archive: this.archive, links, deployment });
    const environment = {
      VOD_NIGHTLY_BUCKET: this.archive.bucketName,
      VOD_NIGHTLY_STACK: outputs ? nameInStack(this) : Stack.of(this).stackName,
      ...(runbookUrl !== undefined && { VOD_NIGHTLY_RUNBOOK_URL: runbookUrl }),
      ...this.reader?.environmentOfLinks,
    };
    const { archive, topics, secrets, reader } = this;
    const night = new NightFunction(this, 'Night', { archive, topics, secrets, environment, deployment });
    this.night = night;
    reader?.permitSigning(night.role);
    const schedules = new Schedules(this, 'Schedules', {
      accounts: secrets.accounts,
      night: night.function,
    });
    this.schedules = schedules;
    this.fleet = fleet && new FleetNights(this, 'Fleet', { ...config, fleet, archive, night });
    new Alarms(this, 'Alarms', { accounts, night, schedules, fleet: this.fleet, reader, topics, runbookUrl });
    this.history = new HistoryTables(this, 'History', { archive, accounts, hasFleet });
    new NightDashboard(this, 'Dashboard', { night: night.function, accounts, hasFleet });
    if (outputs) addOutputs(this, this);
  }

  /** Lets somebody read the archive: all that was answered, where each date stands, and the reports. */
  grantRead(grantee: IGrantable): Grant {
    return this.archive.grantRead(grantee);
  }
}

/** What --stack takes for one that has its outputs to itself: several of them may stand in one stack. */
function nameInStack(nightly: VodNightly): string {
  const { node, stackName } = Stack.of(nightly);
  return `${stackName}/${nightly.node.path.slice(node.path.length).replace(/^\//, '')}`;
}
