import { Duration } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Construct } from 'constructs';
import type { Deployment } from '../../lambda/config/config.ts';
import { DeadLetterQueue } from '../schedules/dead-letter-queue.ts';
import { bundleHandler } from './bundle.ts';
import { createFunction } from './create-function.ts';

/** What the function is told through its environment, and how it is deployed. */
type NightFunctionProps = {
  readonly environment: Readonly<Record<string, string>>;
  readonly deployment: Deployment;
};

/** The function that runs a night, its log, and the queue for nights that failed every time. */
export class NightFunction extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;
  readonly givenUp: DeadLetterQueue;

  constructor(scope: Construct, id: string, { environment, deployment }: NightFunctionProps) {
    super(scope, id);
    this.givenUp = new DeadLetterQueue(this, 'GivenUp');
    const created = createFunction(this, {
      description: 'Runs one night of one VOD Station account',
      bundle: bundleHandler,
      environment,
      deployment,
      reservedConcurrency: deployment.reservedConcurrency,
      // A night asks for up to a minute a date, waits for another night's claim to run out, and keeps 30 s for telling.
      timeout: Duration.minutes(5),
      // After one minute and after two more. What fails for longer is made up for by the next nights.
      retryAttempts: 2,
      maxEventAge: Duration.hours(6),
      onFailure: new SqsDestination(this.givenUp),
      reasons: {
        queue: 'It has an on-failure destination instead, which also keeps what the night failed with.',
        tracing:
          'A night is one process with a handful of calls, each of which it logs and counts by itself.',
      },
    });
    this.function = created.function;
    this.role = created.role;
  }
}
