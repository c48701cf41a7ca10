import { Duration, Validations } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Deployment } from '../../lambda/config/config.ts';
import { permitFolders } from '../archive-bucket.ts';
import { DeadLetterQueue } from '../schedules/dead-letter-queue.ts';
import type { Topics } from '../topics/topics.ts';
import type { AccountSecrets } from './account-secrets.ts';
import { createFunction } from './create-function.ts';

/** What a night touches, what it is told of that through its environment, and how it is deployed. */
type NightFunctionProps = {
  readonly archive: IBucket;
  readonly topics: Topics;
  readonly secrets: AccountSecrets;
  readonly environment: Readonly<Record<string, string>>;
  readonly deployment: Deployment;
};

/** The function that runs a night, its log, and the queue for nights that failed every time. */
export class NightFunction extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;
  readonly givenUp: DeadLetterQueue;

  constructor(scope: Construct, id: string, props: NightFunctionProps) {
    super(scope, id);
    const { environment, deployment } = props;
    this.givenUp = new DeadLetterQueue(this, 'GivenUp');
    const created = createFunction(this, {
      description: 'Runs one night of one VOD Station account',
      name: 'night',
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
    this.permit(props);
  }
  /** Lets the role do what a night does and nothing else. Operators mute and unmute; a night only reads what they say. */
  private permit({ archive, topics, secrets }: NightFunctionProps): void {
    const { role } = this;
    const written = ['snapshots', 'rejected', 'files', 'ledger', 'reports'];
    permitFolders(role, archive, { written, read: ['files', 'ledger', 'mutes', 'reports'] });
    topics.permitTelling(role, this.function);
    secrets.permitReading(role, this.function);
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Action::kms:GenerateDataKey*]',
      reason:
        'What SNS asks of those who publish to an encrypted topic; it holds for the one key of the topics.',
    });
  }
}
