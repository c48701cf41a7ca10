import {
  GetSecretValueCommand,
  SecretsManagerClient,
  type SecretsManagerClientConfig,
} from '@aws-sdk/client-secrets-manager';
import { callUntil, endOfCall } from './bounded-call.ts';
import { systemClock } from './clock.ts';

/** How long a reading may take with all attempts, and when the night is over, epoch milliseconds; the first may take half of it. */
type ReadingLimit = { readonly limitMs: number; readonly deadlineMs?: number };

/** Gives the text of a secret. */
export type ReadSecret = (secretId: string, limit: ReadingLimit) => Promise<string>;

/** Reads secrets of Secrets Manager, with one client for all. */
export function createSecretReader(config: SecretsManagerClientConfig): ReadSecret {
  const client = new SecretsManagerClient(config);
  const clock = systemClock;
  return async (secretId, { limitMs, deadlineMs = Number.POSITIVE_INFINITY }) => {
    const { SecretString = '' } = await callUntil(
      endOfCall({ clock, deadlineMs }, { limitMs }),
      { clock },
      (options) => client.send(new GetSecretValueCommand({ SecretId: secretId }), options),
    );
    return SecretString.trim();
  };
}
