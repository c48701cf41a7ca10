import type { Environment } from '../../../lambda/adapters/connect.ts';
import { createLinks, type Links } from '../../../lambda/reader/links.ts';
import { awsFailure } from './aws-error.ts';
import { regionOf } from './stack.ts';

/**
 * Makes links to the reader that the environment names; nothing where it names none.
 * @throws (from linksTo) InvalidInputError when the key may not be read, with what would help
 */
export async function connectLinks(environment: Environment): Promise<Links | undefined> {
  const { VOD_NIGHTLY_READER_URL: url, VOD_NIGHTLY_LINK_KEY: secretId } = environment;
  if (!url || !secretId) return undefined;
  const [{ createSecretReader }, { createLinkKey }, { systemClock }] = await Promise.all([
    import('../../../lambda/adapters/secrets.ts'),
    import('../../../lambda/adapters/link-key.ts'),
    import('../../../lambda/adapters/clock.ts'),
  ]);
  const region = secretId.startsWith('arn:') ? { region: regionOf(secretId) } : {};
  const readKey = createLinkKey(createSecretReader(region), secretId, systemClock);
  return createLinks(url, () =>
    readKey().catch((thrown: unknown) => {
      throw awsFailure(thrown, 'the key of the links', `secretsmanager:GetSecretValue on ${secretId}`);
    }),
  );
}
