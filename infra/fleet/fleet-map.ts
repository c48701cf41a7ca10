import type { IBucket } from 'aws-cdk-lib/aws-s3';
import {
  DistributedMap,
  JsonPath,
  OutputType,
  ResultWriterV2,
  S3JsonLItemReader,
  StateMachineType,
  Transformation,
  WriterConfig,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { mapResultsPrefix } from '../../lambda/core/ledger/keys.ts';

type FleetMapProps = {
  readonly archive: IBucket;
  /** Where in the input the key of the accounts stands. */
  readonly keyPath: string;
  readonly concurrency: number;
  /** What each child is started with. */
  readonly event: Readonly<Record<string, unknown>>;
};

/** The account that a child is about. */
export const mapItem = JsonPath.objectAt('$$.Map.Item.Value');

/**
 * A child for each account of a file. Children are Standard executions: Express ones end after five minutes, which a night may
 * take by itself, and the waits of its retries come on top; Standard ones are started once, keep a history, and can be redriven.
 * That is two or three transitions a night at $0.025 a thousand, $0.002 an account-month; Express ones would be some $0.0003 (a
 * million requests $1, a GB-second $0.00001667, at 64 MB and 10 s). Prices of November 2026: aws.amazon.com/step-functions/pricing.
 *
 * A failed child fails nothing but itself. What becomes of the children is written to the archive, as a state can have an output
 * of 256 KB at most, and each failed child stands in it with its input and its cause: an outage would end the whole shift.
 * docs: Step Functions developer guide, ResultWriter, and States.DataLimitExceeded, which nothing can catch.
 */
export function mapAccounts(scope: Construct, id: string, props: FleetMapProps): DistributedMap {
  const { archive, keyPath, concurrency, event } = props;
  return DistributedMap.jsonPath(scope, id, {
    // In the ARNs of map runs and their children, which the role's policy names.
    label: id,
    mapExecutionType: StateMachineType.STANDARD,
    maxConcurrency: concurrency,
    toleratedFailurePercentage: 100,
    itemReader: new S3JsonLItemReader({ bucket: archive, key: JsonPath.stringAt(keyPath) }),
    itemSelector: event,
    resultWriterV2: new ResultWriterV2({
      bucket: archive,
      prefix: mapResultsPrefix,
      writerConfig: new WriterConfig({
        transformation: Transformation.COMPACT,
        outputType: OutputType.JSONL,
      }),
    }),
    resultPath: JsonPath.DISCARD,
  });
}
