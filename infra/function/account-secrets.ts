import {
  Annotations,
  ArnFormat,
  Names,
  RemovalPolicy,
  SecretValue,
  Stack,
  Tags,
  Token,
  Validations,
} from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { placeholder } from '../../lambda/adapters/credentials.ts';
import type { Account } from '../../lambda/config/account.ts';
import { acknowledgeWildcard } from '../findings.ts';

/** The tag of the secrets that are made here, by which one statement of a policy permits them all. */
const tagKey = 'vod-nightly';

const actions = ['secretsmanager:GetSecretValue'];

/** Of the ARNs of one statement: small enough that statements fill the policies of IAM well. */
const maxStatementLength = 900;

type AccountSecretsProps = { readonly accounts: readonly Account[]; readonly hasFleet: boolean };

/** A secret for each account that does not name one of its own; and where the key rings are, which people make as they need them. */
export class AccountSecrets extends Construct {
  /** What the tag of this stack's secrets says, key rings among them. */
  readonly tagValue = Names.uniqueResourceName(this, { maxLength: 128 });
  /** What stands before the name of each key ring in that of its secret. */
  readonly ringPrefix = `vod-nightly/${this.tagValue}/rings/`;
  /** All accounts as nights are told of them, those with a secret of this stack as well: by its ARN. */
  readonly accounts: readonly Account[];
  private readonly props: AccountSecretsProps;

  constructor(scope: Construct, id: string, props: AccountSecretsProps) {
    super(scope, id);
    this.props = props;
    this.accounts = props.accounts.map((account) => ({
      ...account,
      secret: account.secret ?? this.createSecret(account.name),
    }));
  }

  /** Lets nights read these secrets and no others, and find key rings where an account may have its keys in one. */
  permitReading(role: Role, night: LambdaFunction): void {
    const { accounts, hasFleet } = this.props;
    // Those of a fleet are yet to be made.
    const hasRings = hasFleet || accounts.some(({ secret }) => typeof secret === 'object');
    if (hasRings) night.addEnvironment('VOD_NIGHTLY_RINGS', this.ringPrefix);
    if (hasRings || this.node.children.length > 0) this.permitTagged(role);
    const secrets = accounts.flatMap(({ secret }) => (typeof secret === 'string' ? this.arnOf(secret) : []));
    for (const resources of chunksOf(secrets)) role.addToPolicy(new PolicyStatement({ actions, resources }));
    // The key may be used through Secrets Manager only, in the name of whoever reads the secret.
    // docs: Secrets Manager user guide, Secret encryption and decryption, Permissions for the KMS key.
    const viaService = { 'kms:ViaService': `secretsmanager.${Stack.of(this).region}.amazonaws.com` };
    const conditions = { StringEquals: viaService };
    for (const resources of chunksOf(accounts.flatMap(({ secretKmsKey }) => secretKmsKey ?? [])))
      role.addToPolicy(new PolicyStatement({ actions: ['kms:Decrypt'], resources, conditions }));
  }

  /** Whatever secrets have the tag, as IAM's policies have no room for the ARNs of many. */
  private permitTagged(role: Role): void {
    const all = this.formatArn('*');
    const conditions = { StringEquals: { [`aws:ResourceTag/${tagKey}`]: this.tagValue } };
    role.addToPolicy(new PolicyStatement({ actions, resources: [all], conditions }));
    const reason = 'The condition leaves only the secrets with the tag that this stack gives to its own.';
    acknowledgeWildcard(role, all, reason);
  }

  private createSecret(account: string): string {
    const unset = SecretValue.unsafePlainText(placeholder);
    const secret = new Secret(this, account, {
      description: `NAVER Cloud API keys of the account ${account}: a JSON document with accessKey and secretKey`,
      // CloudFormation writes this once. A different placeholder in a later version would overwrite everyone's keys.
      secretObjectValue: { accessKey: unset, secretKey: unset },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Tags.of(secret).add(tagKey, this.tagValue);
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'NAVER Cloud has no API that issues API keys, so nothing can rotate them but a person.',
    });
    return secret.secretArn;
  }

  private arnOf(id: string): string {
    // Secrets Manager adds a hyphen and six random characters to the name.
    if (!id.startsWith('arn:')) return this.formatArn(`${id}-??????`);
    this.warnOfRegion(id);
    return id;
  }

  private formatArn(resourceName: string): string {
    const arnFormat = ArnFormat.COLON_RESOURCE_NAME;
    return Stack.of(this).formatArn({
      service: 'secretsmanager',
      resource: 'secret',
      arnFormat,
      resourceName,
    });
  }

  /** Secrets Manager finds no secret of another Region, whatever its ARN says. */
  private warnOfRegion(arn: string): void {
    const { region } = Stack.of(this);
    const [, , , own = ''] = arn.split(':');
    if (Token.isUnresolved(region) || own === region) return;
    Annotations.of(this).addWarningV2(
      'vod-nightly:secret-region',
      `The secret ${arn} is in ${own}, and nights in ${region} could not read it. Replicate it to ${region}, and name that replica.`,
    );
  }
}

/** ARNs in lists that each fit into a statement. CDK spreads statements over as many policies as they need, but splits none. */
function chunksOf(arns: readonly string[]): string[][] {
  const chunks: string[][] = [];
  let room = 0;
  for (const arn of new Set(arns)) {
    // With the quotes and the comma, and what tokens in it may become.
    const length = arn.length + 20;
    if (length > room) {
      chunks.push([]);
      room = maxStatementLength;
    }
    chunks.at(-1)?.push(arn);
    room -= length;
  }
  return chunks;
}
