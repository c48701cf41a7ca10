import type { Config, Recipients } from '../../lambda/config.ts';
import { explainAwsError } from '../deployed/aws-error.ts';
import { regionOf } from '../deployed/stack.ts';
import { type Check, type Diagnosis, good, unknown, wrong } from './diagnosis.ts';

/** What SNS says of one subscriber. */
type Subscription = { readonly endpoint: string; readonly isPending: boolean };

/** Whether a topic is there and those who should be told have confirmed. */
export function checkTopic(
  name: 'alerts' | 'reports',
  arn: string | undefined,
  recipients: Recipients,
): Check {
  const look = async () => {
    if (!arn)
      return unknown(`needs a stack: name it with --stack, or set VOD_NIGHTLY_${name.toUpperCase()}_TOPIC`);
    try {
      return judge(name, await listSubscriptions(arn), recipients);
    } catch (error) {
      return explainAwsError(error, arn, 'sns:ListSubscriptionsByTopic');
    }
  };
  return { name: `topic ${name}`, look };
}

/** The same where SNS is embedded. */
export function describeOutbox(outbox: string): Check {
  return {
    name: 'topics',
    look: async () => unknown(`needs a stack: here all that is told lies in ${outbox}`),
  };
}

/** Whether text messages can be sent from where the topic is. */
export function checkSms({ alerts, reports }: Config, topicArn: string | undefined): Check {
  const look = async () => {
    if (alerts.sms.length + reports.sms.length === 0) return good('nobody is told by text message');
    if (!topicArn) return unknown('needs a stack: name it with --stack, or set VOD_NIGHTLY_ALERTS_TOPIC');
    const region = regionOf(topicArn);
    const { smsRegions } = await import('../../infra/sms-capable-regions.ts');
    if (smsRegions.has(region)) return good(`SNS sends them from ${region}`);
    return wrong(
      `SNS sends none from ${region}`,
      'deploy to a Region that does, such as ap-northeast-1 (Tokyo), or tell these people by email',
    );
  };
  return { name: 'text messages', look };
}

async function listSubscriptions(topicArn: string): Promise<Subscription[]> {
  const { paginateListSubscriptionsByTopic, SNSClient } = await import('@aws-sdk/client-sns');
  const client = new SNSClient({ region: regionOf(topicArn) });
  const found: Subscription[] = [];
  for await (const { Subscriptions } of paginateListSubscriptionsByTopic(
    { client },
    { TopicArn: topicArn },
  )) {
    for (const { Endpoint = '', SubscriptionArn } of Subscriptions ?? []) {
      found.push({ endpoint: Endpoint, isPending: SubscriptionArn === 'PendingConfirmation' });
    }
  }
  return found;
}

function judge(name: string, subscriptions: readonly Subscription[], recipients: Recipients): Diagnosis {
  const pending = subscriptions.filter(({ isPending }) => isPending).map(({ endpoint }) => endpoint);
  const confirmed = subscriptions.length - pending.length;
  const missing = [...recipients.email, ...recipients.https].filter(
    (recipient) => !subscriptions.some(({ endpoint }) => endpoint === recipient),
  );
  if (missing.length > 0) return wrong(`${missing.join(', ')}: not subscribed`, 'deploy the stack again');
  if (pending.length > 0) {
    const fix = 'open the mail from SNS and confirm, within two days of deploying; deploy again after that';
    return wrong(`${pending.join(', ')}: not confirmed, and told nothing until then`, fix);
  }
  if (confirmed === 0 && name === 'alerts')
    return wrong(
      'nobody has subscribed: alerts reach nobody',
      'put an address into alerts.email of the configuration, and deploy',
    );
  return good(confirmed === 0 ? 'nobody has subscribed' : `${confirmed} subscribed and confirmed`);
}
