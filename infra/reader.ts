import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { FunctionUrlAuthType, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Account } from '../lambda/config/account.ts';
import type { Deployment } from '../lambda/config/config.ts';
import type { LinkSettings } from '../lambda/config/recipients.ts';
import { accountsFile, formatReadAccounts } from '../lambda/reader/accounts.ts';
import { permitFolders } from './archive-bucket.ts';
import { createFunction } from './function/create-function.ts';

/** Whose reports are read, and how the function is deployed. */
type ReaderProps = {
  readonly accounts: readonly Account[];
  readonly archive: IBucket;
  readonly links: LinkSettings;
  readonly deployment: Deployment;
};

/** The function that draws pages for those who hold a link, its address, and the key that links are signed with. */
export class Reader extends Construct {
  readonly function: LambdaFunction;
  readonly url: string;
  readonly linkKey: Secret;
  /** What a night has to be told to make links. */
  readonly environmentOfLinks: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { accounts, archive, links, deployment }: ReaderProps) {
    super(scope, id);
    this.linkKey = createLinkKey(this);
    const created = createFunction(this, {
      description: 'Draws the reports of VOD Station accounts for those who hold a link',
      name: 'reader',
      files: { [accountsFile]: formatReadAccounts(accounts) },
      environment: {
        VOD_NIGHTLY_BUCKET: archive.bucketName,
        VOD_NIGHTLY_LINK_KEY: this.linkKey.secretArn,
      },
      deployment,
      reservedConcurrency: links.reservedConcurrency,
      timeout: Duration.seconds(30),
      reasons: {
        queue:
          'Whoever asks for a page waits for it, and asks again when it fails: no event is left to keep.',
        tracing: 'A page is a handful of calls to one bucket; what fails of them is logged with its key.',
      },
    });
    this.function = created.function;
    // What pages are drawn from; of a fleet, whose accounts there are and where they stand.
    permitFolders(created.role, archive, {
      read: ['ledger', 'mutes', 'files', 'fleet/accounts', 'fleet/overviews'],
    });
    this.permitSigning(created.role);
    // Who may ask is decided by links. CDK grants both permissions that such an address needs.
    this.url = this.function.addFunctionUrl({ authType: FunctionUrlAuthType.NONE }).url;
    this.environmentOfLinks = {
      VOD_NIGHTLY_READER_URL: this.url,
      VOD_NIGHTLY_LINK_KEY: this.linkKey.secretArn,
      VOD_NIGHTLY_LINK_DAYS: String(links.days),
    };
  }

  /** Lets a role read the key, to make links or to check them. */
  permitSigning(role: Role): void {
    const resources = [this.linkKey.secretArn];
    role.addToPolicy(new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources }));
  }
}

/** Made by CloudFormation, so that nobody handles it. */
function createLinkKey(scope: Construct): Secret {
  const secret = new Secret(scope, 'LinkKey', {
    description: 'What links to the reports are signed with. Another value ends all links.',
    generateSecretString: { passwordLength: 64, excludePunctuation: true },
    removalPolicy: RemovalPolicy.DESTROY,
  });
  Validations.of(secret).acknowledge({
    id: 'AwsSolutions-SMG4',
    reason:
      'A rotation ends the links in all mails, so that it is for people to decide; each link ends by itself.',
  });
  return secret;
}
