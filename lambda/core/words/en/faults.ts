import type { FaultCode } from '../../ledger/measurement.ts';

/** Why a date has no counts, in the few words that a headline has room for. */
export const reasons: Readonly<Record<FaultCode, string>> = {
  credentialsNotSet: 'no API keys stored',
  wrongKeys: 'wrong API keys',
  clock: 'clock is off',
  permission: 'no permission',
  quota: 'API quota used up',
  throttled: 'too many requests',
  outage: 'API outage',
  timeout: 'API timed out',
  network: 'network failure',
  badRequest: 'request refused',
  notFound: 'wrong API address',
  format: 'unreadable answer',
  tooLarge: 'answer too large',
  windowIgnored: 'API ignores the date',
  cached: 'answer out of a cache',
  notArchived: 'answer not archived',
  notAsked: 'no night asked',
};

/** What an operator does about each reason. */
export const advice: Readonly<Record<FaultCode, string>> = {
  credentialsNotSet: 'Store the access key and the secret key of the account.',
  wrongKeys:
    'Check the access key and the secret key in the console: they may be rotated or disabled. Store the new ones.',
  clock: 'Set the clock of the machine that asks: the API refuses requests more than 5 minutes off.',
  permission: 'Give the sub account of these keys permission to view VOD Station.',
  quota: 'Raise the API quota in the console, or wait until it is renewed. The next night asks again.',
  throttled: 'Wait: the next night asks again. If it comes back, let the accounts run at different times.',
  outage: "Look at the vendor's service status and wait: the next night asks again.",
  timeout: "Look at the vendor's service status and wait: the next night asks again.",
  network: 'Check the network between the function and the API. The next night asks again.',
  badRequest: 'Run "npx vod-nightly doctor", and report the fault if it finds nothing.',
  notFound: 'Check baseUrl of the account in vod-nightly.config.ts.',
  format: "Look at the rejected answer in the archive, and ask the vendor's support with the trace id.",
  tooLarge: 'Check baseUrl of the account in vod-nightly.config.ts: no statistics are that large.',
  windowIgnored: "Set windowOrder of the account in vod-nightly.config.ts, or ask the vendor's support.",
  cached:
    'Find the proxy or cache between the function and the API, and let it pass these requests on. The next night asks again.',
  notArchived: 'Look into the log for what the bucket refused, then measure the date again.',
  notAsked: 'No night has asked for the date: measure it now.',
};
