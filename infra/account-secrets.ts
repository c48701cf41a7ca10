import { ArnFormat, RemovalPolicy, SecretValue, Stack, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Account } from '../lambda/account.ts';
import { placeholder } from '../lambda/adapters/credentials.ts';

/** One account's secret: how the night asks for it, and what the function has to be allowed to read. */
export type AccountSecret = { readonly id: string; readonly arn: string };

/** A secret for each account that does not name one of its own. */
export class AccountSecrets extends Construct {
  private readonly byAccount = new Map<string, AccountSecret>();

  constructor(scope: Construct, id: string, { accounts }: { readonly accounts: readonly Account[] }) {
    super(scope, id);
    for (const { name, secret } of accounts) {
      this.byAccount.set(name, secret === undefined ? this.createSecret(name) : this.findSecret(secret));
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
    if (id.startsWith('arn:')) return { id, arn: id };
    const format = {
      service: 'secretsmanager',
      resource: 'secret',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    };
    // Secrets Manager adds a hyphen and six random characters to the name.
    return { id, arn: Stack.of(this).formatArn({ ...format, resourceName: `${id}-??????` }) };
  }
}
