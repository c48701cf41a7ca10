import { Validations } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { permitFolders } from '../archive-bucket.ts';
import type { Topics } from '../topics/topics.ts';
import type { AccountSecrets } from './account-secrets.ts';

/** What a night touches. */
type NightResources = {
  readonly archive: IBucket;
  readonly topics: Topics;
  readonly secrets: AccountSecrets;
};

/** Lets the role do what a night does and nothing else. Operators mute and unmute; a night only reads what they say. */
export function permitNight(role: Role, { archive, topics, secrets }: NightResources): void {
  const written = ['snapshots', 'rejected', 'files', 'ledger', 'reports'];
  permitFolders(role, archive, { written, read: ['files', 'ledger', 'mutes', 'reports'] });
  topics.alerts.grantPublish(role);
  topics.reports.grantPublish(role);
  secrets.permitReading(role);
  Validations.of(role).acknowledge({
    id: 'AwsSolutions-IAM5[Action::kms:GenerateDataKey*]',
    reason:
      'What SNS asks of those who publish to an encrypted topic; it holds for the one key of the topics.',
  });
}
