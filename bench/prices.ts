/**
 * List prices in US dollars of us-east-1 (N. Virginia), without any free tier or discount, as these pages had them in November 2026.
 * Seoul (ap-northeast-2) is some 10 % dearer in most, S3 and CloudWatch Logs among them.
 */
export const listPrices = {
  lambdaRequest: { usd: 0.2 / 1e6, page: 'aws.amazon.com/lambda/pricing' },
  lambdaGbSecond: { usd: 0.0000133334, page: 'aws.amazon.com/lambda/pricing, Arm' },
  transition: { usd: 0.025 / 1e3, page: 'aws.amazon.com/step-functions/pricing, Standard' },
  s3Write: { usd: 0.005 / 1e3, page: 'aws.amazon.com/s3/pricing, PUT, COPY, POST, LIST' },
  s3Read: { usd: 0.0004 / 1e3, page: 'aws.amazon.com/s3/pricing, GET' },
  s3GbMonth: { usd: 0.023, page: 'aws.amazon.com/s3/pricing, Standard, first 50 TB' },
  secretMonth: { usd: 0.4, page: 'aws.amazon.com/secrets-manager/pricing' },
  secretCall: { usd: 0.05 / 1e4, page: 'aws.amazon.com/secrets-manager/pricing' },
  publish: { usd: 0.5 / 1e6, page: 'aws.amazon.com/sns/pricing' },
  mail: { usd: 2 / 1e5, page: 'aws.amazon.com/sns/pricing, email' },
  logGb: { usd: 0.5, page: 'aws.amazon.com/cloudwatch/pricing, Logs, collect' },
  logGbMonth: { usd: 0.03, page: 'aws.amazon.com/cloudwatch/pricing, Logs, store' },
  alarmMonth: { usd: 0.1, page: 'aws.amazon.com/cloudwatch/pricing, standard resolution' },
  /** Prorated by the hour, and metered only when it is sent, as that page says. */
  metricHour: { usd: 0.3 / 720, page: 'aws.amazon.com/cloudwatch/pricing, first 10,000' },
  dashboardMonth: { usd: 3, page: 'aws.amazon.com/cloudwatch/pricing' },
} as const;

/** What one night of one account takes on the average, counted and measured. */
export type NightUsage = {
  readonly reads: number;
  readonly writes: number;
  readonly secretCalls: number;
  readonly publishes: number;
  readonly invocations: number;
  readonly transitions: number;
  readonly gbSeconds: number;
  readonly logBytes: number;
};

/** What an account with a year of history has in the archive, bytes: all that is current, and what is overwritten in a night. */
export type Stored = { readonly current: number; readonly overwrittenNightly: number };

/** What a stack has whatever its accounts. */
export type FixedUsage = {
  readonly alarms: number;
  readonly metrics: number;
  readonly dashboards: number;
  readonly secrets: number;
};

const nightsInMonth = 30;
/** How long an overwritten version is kept, days. */
const versionDays = 90;
/** How many accounts share a key ring, and its price. */
const accountsInRing = 500;
/** How long the log is kept, months. */
const logMonths = 3;
/** A shift sends its metrics at its end, within an hour or across two. */
const hoursOfMetrics = 2;
const gb = 1e9;

/** What a month costs, in US dollars, by what it is paid for. Every publish is mailed to one recipient. */
export function priceMonth(
  accounts: number,
  night: NightUsage,
  stored: Stored,
  fixed: FixedUsage,
): Record<string, number> {
  const nights = accounts * nightsInMonth;
  const cost = (name: keyof typeof listPrices, quantity: number) => listPrices[name].usd * quantity;
  const loggedGb = (nights * night.logBytes) / gb;
  const storedGb = (accounts * (stored.current + versionDays * stored.overwrittenNightly)) / gb;
  const rings = Math.ceil(accounts / accountsInRing);
  return {
    Lambda:
      cost('lambdaRequest', nights * night.invocations) + cost('lambdaGbSecond', nights * night.gbSeconds),
    'Step Functions': cost('transition', nights * night.transitions),
    'S3 requests': cost('s3Write', nights * night.writes) + cost('s3Read', nights * night.reads),
    'S3 storage': cost('s3GbMonth', storedGb),
    'Key rings': cost('secretMonth', rings) + cost('secretCall', nights * night.secretCalls),
    'SNS and mail': cost('publish', nights * night.publishes) + cost('mail', nights * night.publishes),
    Logs: cost('logGb', loggedGb) + cost('logGbMonth', loggedGb * logMonths),
    Alarms: cost('alarmMonth', fixed.alarms),
    Metrics: cost('metricHour', fixed.metrics * nightsInMonth * hoursOfMetrics),
    Dashboard: cost('dashboardMonth', fixed.dashboards),
    'Other secrets': cost('secretMonth', fixed.secrets),
  };
}
