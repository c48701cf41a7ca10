import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Account } from '../lambda/config/account.ts';
import type { Config } from '../lambda/config/config.ts';
import { Alarms } from './alarms/alarms.ts';
import { NightDashboard } from './alarms/dashboard.ts';
import { ArchiveBucket } from './archive-bucket.ts';
import { AccountSecrets } from './function/account-secrets.ts';
import { NightFunction } from './function/night-function.ts';
import { permitNight } from './function/night-permissions.ts';
import { HistoryTables } from './history/history-tables.ts';
import { refuseTooMuch } from './limits.ts';
import { Reader } from './reader.ts';
import { Schedules } from './schedules/schedules.ts';
import { Topics } from './topics/topics.ts';

/** What the construct is built from: `defineConfig` of lambda/config/config.ts makes one. */
export type VodNightlyProps = { readonly config: Config };

/** Everything that reports on some VOD Station accounts every night; goes into any stack. */
export class VodNightly extends Construct {
  readonly accounts: readonly Account[];
  readonly archive: ArchiveBucket;
  readonly topics: Topics;
  readonly secrets: AccountSecrets;
  readonly night: NightFunction;
  readonly schedules: Schedules;
  /** Only where links are configured. */
  readonly reader: Reader | undefined;
  readonly history: HistoryTables;

  constructor(scope: Construct, id: string, { config }: VodNightlyProps) {
    super(scope, id);
    refuseTooMuch(config);
    const { accounts, alerts, reports, links, deployment } = config;
    const { noncurrentVersionDays, runbookUrl } = deployment;
    this.accounts = accounts;
    this.archive = new ArchiveBucket(this, 'Archive', { noncurrentVersionDays });
    this.topics = new Topics(this, 'Topics', { accounts, alerts, reports });
    this.secrets = new AccountSecrets(this, 'Secrets', { accounts });
    this.reader = links && new Reader(this, 'Reader', { accounts, archive: this.archive, links, deployment });
    const environment = {
      VOD_NIGHTLY_BUCKET: this.archive.bucketName,
      VOD_NIGHTLY_ALERTS_TOPIC: this.topics.alerts.topicArn,
      VOD_NIGHTLY_REPORTS_TOPIC: this.topics.reports.topicArn,
      VOD_NIGHTLY_STACK: Stack.of(this).stackName,
      ...(runbookUrl !== undefined && { VOD_NIGHTLY_RUNBOOK_URL: runbookUrl }),
      ...this.reader?.environmentOfLinks,
    };
    this.night = new NightFunction(this, 'Night', { environment, deployment });
    permitNight(this.night.role, {
      archive: this.archive,
      topics: this.topics,
      secrets: this.secrets,
    });
    this.reader?.permitSigning(this.night.role);
    const night = this.night.function;
    this.schedules = new Schedules(this, 'Schedules', { accounts, secrets: this.secrets, night });
    new Alarms(this, 'Alarms', {
      night,
      notStarted: this.schedules.notStarted,
      givenUp: this.night.givenUp,
      undelivered: this.topics.undelivered,
      alerts: this.topics.alerts,
      reader: this.reader?.function,
      runbookUrl,
    });
    this.history = new HistoryTables(this, 'History', { archive: this.archive, accounts });
    new NightDashboard(this, 'Dashboard', { night });
  }
}
