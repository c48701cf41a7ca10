import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A schedule as EventBridge Scheduler answers for it; `Input` is JSON. */
export type ScheduleAnswer = {
  readonly State: 'ENABLED' | 'DISABLED';
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone: string;
  /** `default` unless it says otherwise. */
  readonly GroupName?: string;
  readonly Target: { readonly Arn: string; readonly Input: string };
};

/** What is in the account. */
export type AwsAccountOptions = {
  readonly schedules: Readonly<Record<string, ScheduleAnswer>>;
  /** Endpoints by topic ARN; false for those that have not confirmed. */
  readonly subscriptions: Readonly<Record<string, Readonly<Record<string, boolean>>>>;
  /** Outputs by stack. */
  readonly stacks?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Refuses every call with this error. */
  readonly refuseWith?: string;
  /** Filter policies by endpoint, as text or to become it; nobody may read them where there are none at all. */
  readonly policies?: Readonly<Record<string, object | string>>;
  /** Endpoints whose attributes alone say that they have not confirmed, as other makes of SNS have it. */
  readonly unconfirmed?: readonly string[];
};

/** As much of CloudFormation, Scheduler and SNS as says what was deployed, and an S3 that takes every write. */
export type AwsAccount = AsyncDisposable & { readonly url: string };

/** Starts it on loopback. */
export async function startAwsAccount(options: AwsAccountOptions): Promise<AwsAccount> {
  const server = createServer(async (request, response) => {
    const { status, body } = answer(request, await text(request), options);
    const contentType = body.startsWith('<') ? 'text/xml' : 'application/json';
    response.writeHead(status, {
      'content-type': contentType,
      ...(request.method === 'PUT' && { etag: '"always"' }),
    });
    response.end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function answer({ method, url = '' }: IncomingMessage, body: string, options: AwsAccountOptions) {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const asked = new URLSearchParams(body);
  if (options.refuseWith && pathname.startsWith('/schedules'))
    return { status: 403, body: JSON.stringify({ code: options.refuseWith, message: 'No' }) };
  if (options.refuseWith) return refuse(403, options.refuseWith, 'No');
  if (asked.get('Action') === 'DescribeStacks') return describeStack(asked.get('StackName') ?? '', options);
  if (method === 'PUT') return { status: 200, body: '' };
  if (pathname === '/schedules')
    return { status: 200, body: listSchedules(options, searchParams.get('ScheduleGroup')) };
  const schedule = options.schedules[pathname.replace('/schedules/', '')];
  if (schedule) return { status: 200, body: JSON.stringify(schedule) };
  const subscription = asked.get('SubscriptionArn');
  if (subscription !== null) return readSubscription(subscription.split(':').slice(6).join(':'), options);
  const subscriptions = options.subscriptions[asked.get('TopicArn') ?? ''];
  if (subscriptions) return { status: 200, body: listSubscriptions(subscriptions) };
  return refuse(404, 'NotFound', 'Topic does not exist');
}

function refuse(status: number, code: string, message: string) {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status, body: `<ErrorResponse>${error}</ErrorResponse>` };
}

/** As the API reference of CloudFormation has it. */
function describeStack(name: string, { stacks = {} }: AwsAccountOptions) {
  const outputs = stacks[name];
  if (!outputs) return refuse(400, 'ValidationError', `Stack with id ${name} does not exist`);
  const members = Object.entries(outputs).map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  const stack = `<member><StackName>${name}</StackName><StackStatus>UPDATE_COMPLETE</StackStatus><CreationTime>2026-11-22T00:00:00Z</CreationTime><Outputs>${members.join('')}</Outputs></member>`;
  return {
    status: 200,
    body: `<DescribeStacksResponse><DescribeStacksResult><Stacks>${stack}</Stacks></DescribeStacksResult></DescribeStacksResponse>`,
  };
}

function readSubscription(endpoint: string, { policies, unconfirmed = [] }: AwsAccountOptions) {
  if (!policies) return refuse(403, 'AuthorizationError', 'not allowed to read subscriptions');
  const policy = policies[endpoint];
  const text = typeof policy === 'object' ? JSON.stringify(policy) : policy;
  const attributes = {
    PendingConfirmation: String(unconfirmed.includes(endpoint)),
    ...(text !== undefined && { FilterPolicy: text.replaceAll('"', '&quot;') }),
  };
  const entry = Object.entries(attributes)
    .map(([key, value]) => `<entry><key>${key}</key><value>${value}</value></entry>`)
    .join('');
  const result = `<GetSubscriptionAttributesResult><Attributes>${entry}</Attributes></GetSubscriptionAttributesResult>`;
  return {
    status: 200,
    body: `<GetSubscriptionAttributesResponse>${result}</GetSubscriptionAttributesResponse>`,
  };
}

/** As the API reference of EventBridge Scheduler has it: those of all groups unless one is named. */
function listSchedules({ schedules }: AwsAccountOptions, group: string | null): string {
  const all = Object.entries(schedules).map(([Name, { State, GroupName = 'default', Target }]) => ({
    ...{ Name, State, GroupName },
    Target: { Arn: Target.Arn },
  }));
  return JSON.stringify({ Schedules: all.filter(({ GroupName }) => group === null || GroupName === group) });
}

function listSubscriptions(subscriptions: Readonly<Record<string, boolean>>): string {
  const members = Object.entries(subscriptions).map(
    ([endpoint, isConfirmed]) =>
      `<member><Endpoint>${endpoint}</Endpoint><SubscriptionArn>${isConfirmed ? `arn:aws:sns:x:y:z:${endpoint}` : 'PendingConfirmation'}</SubscriptionArn></member>`,
  );
  const result = `<Subscriptions>${members.join('')}</Subscriptions>`;
  return `<ListSubscriptionsByTopicResponse><ListSubscriptionsByTopicResult>${result}</ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>`;
}
