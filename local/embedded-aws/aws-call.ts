import type { Answer } from './answer.ts';

/** The services that are embedded. */
export type ServiceName = 's3' | 'sns' | 'secretsmanager';

/** One call of an AWS API, in IAM's terms: what a policy would be asked to allow. */
export type AwsCall = {
  readonly service: ServiceName;
  /** The API's own name of it, e.g. `HeadObject`. */
  readonly operation: string;
  /** The permission it takes, e.g. `s3:GetObject`, which is not always named like the operation. */
  readonly action: string;
  /** ARN. */
  readonly resource: string;
  /** IAM's condition keys that the request fills, e.g. `s3:if-none-match` or `s3:prefix`. */
  readonly conditions: Readonly<Record<string, string>>;
};

/** A call that was understood, and what carries it out. */
export type Operation = {
  readonly call: AwsCall;
  /** Present when calls with the same resource have to take turns. */
  readonly write?: 'conditional' | 'unconditional';
  /** @throws Refusal */
  perform(): Promise<Answer>;
};

/** The account in all ARNs; the emulator's own. */
export const accountId = '000000000000';
