import { Annotations, ArnFormat, RemovalPolicy, SecretValue, Stack, Token, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { placeholder } from '../../lambda/adapters/credentials.ts';
import type { Account } from '../../lambda/config/account.ts';

/** One account's secret: how the night asks for it, and what the function has to be allowed to read. */
export type AccountSecret = {
  readonly id: string;
  readonly arn: string;
  /** ARN of the customer's key that it is encrypted with; absent where AWS's own is. */
  readonly kmsKey?: string | undefined;
};

/** A secret for each account that does not name one of its own. */
export class AccountSecrets extends Construct {
  private readonly byAccount = new Map<string, AccountSecret>();

  constructor(scope: Construct, id: string, { accounts }: { readonly accounts: readonly Account[] }) {
    super(scope, id);
    for (const { name, secret, secretKmsKey: kmsKey } of accounts) {
      const found = secret === undefined ? this.createSecret(name) : { ...this.findSecret(secret), kmsKey };
      this.byAccount.set(name, found);
    }
  }

  /** @throws Error for an account that is not in the configuration */
  of({ name }: Pick<Account, 'name'>): AccountSecret {
    const secret = this.byAccount.get(name);
    if (secret === undefined) throw new Error(`the account ${name} has no secret`);
    return secret;
  }

  private createSecret(account: string): AccountSecret {
    const unset = SecretValue.unsafePlainText(placeholder);
    const secret = new Secret(this, account, {
      description: `NAVER Cloud API keys of the account ${account}: a JSON document with accessKey and secretKey`,
      // CloudFormation writes this once. A different placeholder in a later version would overwrite everyone's keys.
      secretObjectValue: { accessKey: unset, secretKey: unset },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'NAVER Cloud has no API that issues API keys, so nothing can rotate them but a person.',
    });
    return { id: secret.secretArn, arn: secret.secretArn };
  }

  private findSecret(id: string): AccountSecret {
    if (id.startsWith('arn:')) {
      this.warnOfRegion(id);
      return { id, arn: id };
    }
    const format = {
      service: 'secretsmanager',
      resource: 'secret',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    };
    // Secrets Manager adds a hyphen and six random characters to the name.
    return { id, arn: Stack.of(this).formatArn({ ...format, resourceName: `${id}-??????` }) };
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
