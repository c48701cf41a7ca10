import type { SNSClient } from '@aws-sdk/client-sns';
import * as z from 'zod/mini';
import type { Environment } from '../../../lambda/adapters/connect.ts';
import type { Config } from '../../../lambda/config/config.ts';
import type { Filter, Recipient } from '../../../lambda/config/recipients.ts';
import { routedRecipients } from '../../../lambda/config/routes.ts';
import { type Unheard, unheardBy } from '../../../lambda/config/unheard.ts';
import { toError } from '../../../lambda/errors.ts';
import { patienceOf } from '../../machine/deployed/patience.ts';
import { regionOf } from '../../machine/deployed/stack.ts';
import {
  type Checks,
  type Diagnosis,
  doubtful,
  good,
  needsStack,
  notTried,
  wrong,
  wrongInAws,
} from './diagnosis.ts';

/** What SNS says of one subscriber; nothing of the filter where it does not say. */
type Subscription = {
  readonly endpoint: string;
  readonly isPending: boolean;
  readonly filter?: Filter;
};

/** What SNS says of a subscription that has ended. */
const deleted = 'Deleted';

/** A filter policy of texts, as a stack has it. One of another form is somebody else's, and passes for none of these. */
const filterSchema = z.catch(z.record(z.string(), z.array(z.string())), { other: [] });

/** Who would be told by a stack with this configuration, where there is none: here the outbox takes it all. */
export function checkHere(config: Config, file: string, outbox: string, place: string): Checks {
  return {
    recipients() {
      const unheard = unheardBy(config);
      if (unheard.length === 0) return good(`${config.alerts.length} under alerts, who hear of everything`);
      const stand = config.alerts.length === 0 ? '. Here made-up addresses stand in' : '';
      const detail = unheard.map((one) => one.detail).join('. ');
      return doubtful(detail + stand, `${unheard.map((one) => one.fix).join('; ')}, in ${file}`);
    },
    topics: () => needsStack(),
    publishing: () => notTried(`it would lay a message into ${outbox}`, `npx vod-nightly test-alert${place}`),
    ...checkSms(config, undefined),
  };
}

/**
 * Whether the topics of a stack are there, those who should be told have confirmed, and every account has a listener. That a message
 * goes out is proven by nothing but a message.
 * @param place the options of a command that sends one
 */
export function checkTopics(environment: Environment, config: Config, place: string): Checks {
  const { alerts, reports } = config;
  const { VOD_NIGHTLY_ALERTS_TOPIC: topic } = environment;
  const judge = (found: readonly Subscription[]) => judgeListeners(found, config);
  return {
    'topic alerts': () => judgeTopic('VOD_NIGHTLY_ALERTS_TOPIC', environment, alerts, judge),
    publishing: () =>
      topic ? notTried('it would disturb people', `npx vod-nightly test-alert${place}`) : needsStack(),
    'topic reports': () => judgeTopic('VOD_NIGHTLY_REPORTS_TOPIC', environment, reports),
    ...checkRouted(environment, config),
    ...checkSms(config, topic),
  };
}

/** Likewise those who hear of some accounts of a fleet only: they are told of many at once. */
function checkRouted(environment: Environment, { fleet, alerts, reports }: Config): Checks {
  const topics = [
    ['topic routed alerts', 'VOD_NIGHTLY_ROUTED_ALERTS_TOPIC', routedRecipients(alerts)],
    ['topic routed reports', 'VOD_NIGHTLY_ROUTED_REPORTS_TOPIC', routedRecipients(reports)],
  ] as const;
  return Object.fromEntries(
    topics
      .filter(([, , recipients]) => fleet && recipients.length > 0)
      .map(([name, variable, recipients]) => [name, () => judgeTopic(variable, environment, recipients)]),
  );
}

/** @param judge finds what else may be wrong with a topic than that somebody is not told */
async function judgeTopic(
  variable: string,
  { [variable]: arn }: Environment,
  recipients: readonly Recipient[],
  judge: (subscriptions: readonly Subscription[]) => Diagnosis | undefined = () => undefined,
): Promise<Diagnosis> {
  if (!arn) return needsStack(variable);
  try {
    const found = await listSubscriptions(arn);
    return findFault(found, recipients) ?? judge(found) ?? describe(found, recipients);
  } catch (error) {
    return wrongInAws(error, arn, 'sns:ListSubscriptionsByTopic');
  }
}

function judgeListeners(
  subscriptions: readonly Subscription[],
  { accounts, alerts, fleet }: Config,
): Diagnosis | undefined {
  if (subscriptions.length === 0)
    return wrong(
      'nobody has subscribed: alerts reach nobody',
      'put an address into alerts.email of the configuration, and deploy',
    );
  const listeners = subscriptions.map((one) => listenerOf(one, alerts));
  return judgeUnheard(unheardBy({ accounts, fleet, alerts: alerts.length > 0 ? alerts : listeners }));
}

/** What may be meant so: that only what is critical is told, and that every account of a fleet has a tag that somebody asks for. */
const intended: ReadonlySet<Unheard['what']> = new Set(['warnings', 'fleet']);

/** What is to be said of all that nobody hears; nothing where everything is heard. */
function judgeUnheard(unheard: readonly Unheard[]): Diagnosis | undefined {
  if (unheard.length === 0) return undefined;
  const detail = unheard.map((one) => one.detail).join('. ');
  const fix = `${unheard.map((one) => one.fix).join('; ')}, and deploy`;
  return unheard.some(({ what }) => !intended.has(what)) ? wrong(detail, fix) : doubtful(detail, fix);
}

/** A subscriber as the configuration would have it; of a filter that nobody may read, the configuration's is believed. */
function listenerOf({ endpoint, filter }: Subscription, recipients: readonly Recipient[]): Recipient {
  const passing = filter ?? recipients.find(({ address }) => address === endpoint)?.filter ?? {};
  const isFiltered = Object.keys(passing).length > 0;
  return { protocol: 'email', address: endpoint, ...(isFiltered && { filter: passing }) };
}

/** Whether text messages can be sent from where the topic is; of no concern where nobody is told by one. */
function checkSms({ alerts, reports }: Config, topicArn: string | undefined): Checks {
  if (![...alerts, ...reports].some(({ protocol }) => protocol === 'sms')) return {};
  const look = async () => {
    if (!topicArn) return needsStack('VOD_NIGHTLY_ALERTS_TOPIC');
    const region = regionOf(topicArn);
    const { smsRegions } = await import('../../../infra/topics/sms-capable-regions.ts');
    if (smsRegions.has(region)) return good(`SNS sends them from ${region}`);
    return wrong(
      `SNS sends none from ${region}`,
      'deploy to a Region that does, such as ap-northeast-1 (Tokyo), or tell these people by email',
    );
  };
  return { 'text messages': look };
}

async function listSubscriptions(topicArn: string): Promise<Subscription[]> {
  const { paginateListSubscriptionsByTopic, SNSClient } = await import('@aws-sdk/client-sns');
  const client = new SNSClient({ region: regionOf(topicArn), ...patienceOf() });
  const found: Subscription[] = [];
  for await (const { Subscriptions } of paginateListSubscriptionsByTopic(
    { client },
    { TopicArn: topicArn },
  )) {
    for (const { Endpoint = '', SubscriptionArn = '' } of Subscriptions ?? []) {
      if (SubscriptionArn !== deleted) found.push(await readSubscription(client, Endpoint, SubscriptionArn));
    }
  }
  return found;
}

/** Whoever may list the subscriptions need not be allowed to read them: then only the list says what is pending. */
async function readSubscription(
  client: SNSClient,
  endpoint: string,
  SubscriptionArn: string,
): Promise<Subscription> {
  if (SubscriptionArn === 'PendingConfirmation') return { endpoint, isPending: true };
  const { GetSubscriptionAttributesCommand } = await import('@aws-sdk/client-sns');
  try {
    const { Attributes = {} } = await client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
    const { PendingConfirmation, FilterPolicy } = Attributes;
    const filter = filterSchema.parse(JSON.parse(FilterPolicy || '{}'));
    return { endpoint, isPending: PendingConfirmation === 'true', filter };
  } catch (error) {
    if (!/AccessDenied|Authorization/.test(toError(error).name)) throw error;
    return { endpoint, isPending: false };
  }
}

function findFault(
  subscriptions: readonly Subscription[],
  recipients: readonly Recipient[],
): Diagnosis | undefined {
  const subscriptionOf = ({ address }: Recipient) =>
    subscriptions.find(({ endpoint }) => endpoint === address);
  const missing = recipients.filter((one) => one.protocol !== 'sms' && !subscriptionOf(one));
  if (missing.length > 0) return wrong(`${listAddresses(missing)}: not subscribed`, 'deploy the stack again');
  const pending = subscriptions.filter(({ isPending }) => isPending).map(({ endpoint }) => endpoint);
  if (pending.length > 0) {
    const fix = 'open the mail from SNS and confirm, within two days of deploying; deploy again after that';
    return wrong(`${pending.join(', ')}: not confirmed, and told nothing until then`, fix);
  }
  const misrouted = recipients.filter((one) => {
    const filter = subscriptionOf(one)?.filter;
    return filter && toComparable(filter) !== toComparable(one.filter);
  });
  if (misrouted.length === 0) return undefined;
  return wrong(
    `${listAddresses(misrouted)}: other routes than the configuration's`,
    'deploy the stack again',
  );
}

function describe(subscriptions: readonly Subscription[], recipients: readonly Recipient[]): Diagnosis {
  if (subscriptions.length === 0) return good('nobody has subscribed');
  const routes = recipients.flatMap(({ address, filter }) =>
    filter ? `${address} of ${describeFilter(filter)} only` : [],
  );
  return good([`${subscriptions.length} subscribed and confirmed`, ...routes].join('; '));
}

function describeFilter(filter: Filter): string {
  return Object.entries(filter)
    .map(([attribute, values]) => `${attribute} ${values.join(' or ')}`)
    .join(', ');
}

/** The same text for the same policy, in whatever order it is written. */
function toComparable(filter: Filter = {}): string {
  const conditions = Object.entries(filter).map(([attribute, values]) => [attribute, values.toSorted()]);
  return JSON.stringify(conditions.toSorted());
}

function listAddresses(recipients: readonly Recipient[]): string {
  return recipients.map(({ address }) => address).join(', ');
}
