import { type CfnElement, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Topics } from '../topics/topics.ts';
import type { AccountSecrets } from './account-secrets.ts';

/** What a night touches. */
type NightResources = {
  readonly archive: Bucket;
  readonly topics: Topics;
  readonly secrets: AccountSecrets;
};

/** The top of every key that a night writes, and of those that it reads; lambda/core/ledger/keys.ts makes the keys. */
const written = ['snapshots', 'rejected', 'files', 'ledger', 'reports'] as const;
const read = ['files', 'ledger', 'mutes', 'reports'] as const;

/** Lets the role do what a night does and nothing else: it can neither delete an object nor change the bucket. */
export function permitNight(role: Role, { archive, topics, secrets }: NightResources): void {
  const below = (folders: readonly string[]) => folders.map((folder) => archive.arnForObjects(`${folder}/*`));
  role.addToPolicy(new PolicyStatement({ actions: ['s3:PutObject'], resources: below(written) }));
  // Operators mute and unmute; a night only reads what they say.
  role.addToPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: below(read) }));
  // Without it, reading a key that does not exist is answered with 403, as if it were forbidden.
  role.addToPolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [archive.bucketArn] }));
  topics.alerts.grantPublish(role);
  topics.reports.grantPublish(role);
  secrets.permitReading(role);
  acknowledgeWildcards(role, archive);
}

function acknowledgeWildcards(role: Role, archive: Bucket): void {
  const archiveId = Stack.of(archive).getLogicalId(archive.node.defaultChild as CfnElement);
  for (const folder of new Set([...written, ...read])) {
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${archiveId}.Arn>/${folder}/*]`,
      reason: `The keys in ${folder}/ follow from accounts, dates and answers, and cannot be known beforehand.`,
    });
  }
  Validations.of(role).acknowledge({
    id: 'AwsSolutions-IAM5[Action::kms:GenerateDataKey*]',
    reason:
      'What SNS asks of those who publish to an encrypted topic; it holds for the one key of the topics.',
  });
}
