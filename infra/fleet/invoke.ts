import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { JitterType, type RetryProps, TaskInput, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke, type LambdaInvokeJsonPathProps } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';

/**
 * What passes in seconds: too many functions at once, and failures of Lambda itself. Not `Lambda.Unknown`, which is a function that
 * ran out of time or memory: a night of five minutes would be had twice, and another pass makes up for it.
 * docs: Step Functions developer guide, Handle transient Lambda service exceptions.
 */
const passing: RetryProps = {
  errors: [
    'Lambda.TooManyRequestsException',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.ClientExecutionTimeoutException',
  ],
  interval: Duration.seconds(2),
  backoffRate: 2,
  maxDelay: Duration.seconds(30),
  maxAttempts: 6,
  // Those who are refused together must not come again together.
  jitterStrategy: JitterType.FULL,
};

/** For steps of which a night has few, and which do no harm when they are done twice: they can wait for an outage to end. */
const anything: RetryProps = {
  errors: ['States.ALL'],
  interval: Duration.seconds(30),
  backoffRate: 2,
  maxDelay: Duration.minutes(10),
  maxAttempts: 8,
  jitterStrategy: JitterType.FULL,
};

type InvokeProps = Omit<LambdaInvokeJsonPathProps, 'lambdaFunction' | 'payload'> & {
  readonly night: IFunction;
  /** The event; paths in it are those of JsonPath. The whole input unless given. */
  readonly event?: Readonly<Record<string, unknown>>;
};

/** One call of the function, made again for what passes in seconds and for nothing else: it must not hold its place for longer. */
export function invokeOnce(
  scope: Construct,
  id: string,
  { night, event, ...props }: InvokeProps,
): LambdaInvoke {
  const invoked = LambdaInvoke.jsonPath(scope, id, {
    ...props,
    lambdaFunction: night,
    payload: event ? TaskInput.fromObject(event) : TaskInput.fromJsonPathAt('$'),
    retryOnServiceExceptions: false,
    // The function ends by itself after five.
    taskTimeout: Timeout.duration(Duration.minutes(6)),
  });
  invoked.addRetry(passing);
  return invoked;
}

/** One call of the function that is made again for whatever it failed with, for up to an hour. */
export function invokeSurely(scope: Construct, id: string, props: InvokeProps): LambdaInvoke {
  const invoked = invokeOnce(scope, id, props);
  invoked.addRetry(anything);
  return invoked;
}
