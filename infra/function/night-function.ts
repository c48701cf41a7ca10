import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Deployment } from '../../lambda/config/config.ts';
import { DeadLetterQueue } from '../schedules/dead-letter-queue.ts';
import { bundleHandler } from './bundle.ts';
import { bundledCode } from './bundled-code.ts';

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
    const { memoryMb, reservedConcurrency, logRetentionDays } = deployment;
    const logGroup = new LogGroup(this, 'Log', {
      retention: logRetentionDays satisfies RetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(this.role);
    this.givenUp = new DeadLetterQueue(this, 'GivenUp');
    this.function = new LambdaFunction(this, 'Function', {
      description: 'Runs one night of one VOD Station account',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: bundledCode(this, bundleHandler),
      handler: 'index.handler',
      environment: { ...environment, NODE_OPTIONS: '--enable-source-maps' },
      role: this.role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      memorySize: memoryMb,
      // A night asks for up to a minute a date, waits for another night's claim to run out, and keeps 30 s for telling.
      timeout: Duration.minutes(5),
      // After one minute and after two more. What fails for longer is made up for by the next nights.
      retryAttempts: 2,
      maxEventAge: Duration.hours(6),
      onFailure: new SqsDestination(this.givenUp),
      ...(reservedConcurrency !== undefined && { reservedConcurrentExecutions: reservedConcurrency }),
    });
    Validations.of(this.function).acknowledge(
      {
        id: 'Serverless-LambdaDLQ',
        reason: 'It has an on-failure destination instead, which also keeps what the night failed with.',
      },
      {
        id: 'Serverless-LambdaTracing',
        reason: 'A night is one process with a handful of calls, each of which it logs and counts by itself.',
      },
    );
  }
}
