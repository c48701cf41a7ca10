import type { Config } from '../../lambda/config.ts';
import { findUnheard, type Recipient } from '../../lambda/recipients.ts';
import { type Check, type Diagnosis, doubtful, good, needsStack, notTried, wrong } from './diagnosis.ts';

/** As much of somebody who is told as says of what. */
export type Listener = Pick<Recipient, 'filter'>;

/**
 * What of all that may go wrong reaches nobody; nothing where everything does reach somebody.
 * @param accounts their names
 */
export function findDeafness(
  accounts: readonly string[],
  listeners: readonly Listener[],
): (Diagnosis & { readonly fix: string }) | undefined {
  if (listeners.length === 0)
    return wrong(
      'nobody has subscribed: alerts reach nobody',
      'put an address into alerts.email of the configuration, and deploy',
    );
  const unheard = findUnheard(
    accounts,
    listeners.map(({ filter }) => ({ protocol: 'email', address: '', ...(filter && { filter }) })),
  );
  if (unheard.length > 0)
    return wrong(
      `critical alerts of ${unheard.join(', ')} reach nobody: no route lets them pass`,
      'name the account in the routes of somebody under alerts, and deploy',
    );
  if (listeners.every(({ filter }) => filter))
    return wrong(
      'nobody hears that a night failed: alarms pass no route',
      'put one address without routes under alerts, and deploy',
    );
  return undefined;
}

/** Who would be told by a stack with this configuration, where there is none: here the outbox takes it all. */
export function checkHere({ accounts, alerts }: Config, file: string, outbox: string): Check[] {
  const recipients = async () => {
    if (alerts.length === 0)
      return doubtful(
        'nobody: a stack with this configuration would tell nobody; here some made-up addresses stand in',
        `put an address into alerts.email of ${file}`,
      );
    const deafness = findDeafness(
      accounts.map(({ name }) => name),
      alerts,
    );
    if (deafness) return doubtful(deafness.detail, deafness.fix);
    return good(`${alerts.length} under alerts, among whom every account has a listener`);
  };
  const topics = async () => notTried(needsStack, 'vod-nightly doctor --stack NAME');
  const publishing = async () =>
    notTried(`nothing leaves this machine; what is told lies in ${outbox}`, 'vod-nightly run');
  return [
    { name: 'recipients', look: recipients },
    { name: 'topics', look: topics },
    { name: 'publishing', look: publishing },
  ];
}

/** That a message goes out is proven by nothing but a message. */
export function checkPublishing(topicArn: string | undefined): Check {
  const look = async () =>
    topicArn
      ? notTried('it would disturb people', `aws sns publish --topic-arn ${topicArn} --message 'A test'`)
      : notTried(needsStack, 'vod-nightly doctor --stack NAME');
  return { name: 'publishing', look };
}
