import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledgeWildcard } from './findings.ts';

type ArchiveBucketProps = {
  readonly noncurrentVersionDays: number;
  /** S3's own unless told. */
  readonly encryptionKey?: IKey;
  readonly removalPolicy?: RemovalPolicy;
};

/**
 * Keeps snapshots, ledgers and reports, also when the stack is deleted. Everything stays in the standard class: nearly all
 * objects are below 128 KB, and those would cost more in a colder one.
 */
export class ArchiveBucket extends Bucket {
  constructor(scope: Construct, id: string, props: ArchiveBucketProps) {
    const { encryptionKey, removalPolicy = RemovalPolicy.RETAIN, noncurrentVersionDays } = props;
    super(scope, id, {
      versioned: true,
      ...(encryptionKey
        ? { encryption: BucketEncryption.KMS, encryptionKey, bucketKeyEnabled: true }
        : { encryption: BucketEncryption.S3_MANAGED }),
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      removalPolicy,
      lifecycleRules: [
        {
          noncurrentVersionExpiration: Duration.days(noncurrentVersionDays),
          abortIncompleteMultipartUploadAfter: Duration.days(7),
        },
      ],
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Only the function writes here, and it logs what it stores; access logs would outgrow the archive.',
    });
  }
}

/** What of the archive a role reads and writes: the top of every key; lambda/core/ledger/keys.ts makes the keys. */
type Folders = { readonly read: readonly string[]; readonly written?: readonly string[] };

/** Lets a role read and write in these folders of the archive and nothing else: it can neither delete an object nor change the bucket. */
export function permitFolders(role: Role, archive: IBucket, { read, written = [] }: Folders): void {
  const permit = (actions: string | string[], resources: string[]) =>
    role.addToPolicy(new PolicyStatement({ actions: [actions].flat(), resources }));
  const below = (folders: readonly string[]) => folders.map((folder) => archive.arnForObjects(`${folder}/*`));
  if (written.length > 0) permit('s3:PutObject', below(written));
  permit('s3:GetObject', below(read));
  // Without it, reading a key that does not exist is answered with 403, as if it were forbidden.
  permit('s3:ListBucket', [archive.bucketArn]);
  const use = written.length > 0 ? ['kms:Decrypt', 'kms:GenerateDataKey'] : ['kms:Decrypt'];
  if (archive.encryptionKey) permit(use, [archive.encryptionKey.keyArn]);
  for (const folder of new Set([...written, ...read])) {
    const reason = `The keys in ${folder}/ follow from accounts, dates and answers, and cannot be known beforehand.`;
    acknowledgeWildcard(role, archive.arnForObjects(`${folder}/*`), reason);
  }
}
