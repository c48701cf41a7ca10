import { archiveEnvironment, type ManualCommand } from '../../../cli/help.ts';
import type { Session } from '../../session.ts';
import type { KeysOptions } from './put.ts';

/** Adds `fleet keys`: the keys that accounts have in key rings. */
export function addKeysCommand(fleet: ManualCommand, session: Session): void {
  const keys = fleet
    .command('keys')
    .summary('store the keys of accounts')
    .description(
      'Stores the keys with which nights ask the vendor, in key rings: secrets with the keys of many accounts.',
    )
    .manual({
      environment: archiveEnvironment,
      examples: { 'vod-nightly fleet keys put --help': 'how they are stored' },
    });
  keys
    .command('put')
    .summary('put keys into key rings')
    .description(
      'Puts the keys of one account, or of all those in a file, into the key rings that the accounts name. What the rings have of ' +
        'other accounts stays, also when several people put keys at once. Nights use the new keys from then on; no key is ' +
        'ever printed.',
    )
    .argument('[account]', 'the account to which NCP_ACCESS_KEY and NCP_SECRET_KEY belong')
    .option(
      '--file <file>',
      'a table (CSV) with the titles account, accessKey and secretKey, or such JSON documents, one a line',
    )
    .option('--ring <name>', 'the key ring, instead of those that the accounts name')
    .option('--json', 'print one JSON document')
    .manual({
      notes: [
        'A ring holds 65,536 bytes, some 500 accounts. Secrets Manager keeps some 100 versions of a secret a day, and each command ' +
          'makes one, however many keys it puts: put many at once, from a file.',
        'Without --stack the keys go into .local/secrets/, in plain text, and nights on this machine ask the real API with them.',
      ],
      environment: {
        'NCP_ACCESS_KEY, NCP_SECRET_KEY': 'the keys of the account that is named',
        ...archiveEnvironment,
        VOD_NIGHTLY_RINGS:
          'what stands before the names of rings in Secrets Manager; --stack finds it by itself',
        VOD_NIGHTLY_SECRETS_TAG: 'the tag by which nights may read a ring; --stack finds it by itself',
      },
      examples: {
        'vod-nightly fleet keys put acme --stack VodNightly': 'the keys in NCP_ACCESS_KEY and NCP_SECRET_KEY',
        'vod-nightly fleet keys put --file keys.csv --ring gold --stack VodNightly': 'those of many accounts',
      },
    })
    .acts(async (options: KeysOptions, account?: string) => {
      const { putKeys } = await import('./put.ts'); // only now: `--help` need not wait for the AWS SDK
      await putKeys(session, account, options);
    });
}
