import type { Output } from '@aws-sdk/client-cloudformation';
import type { Environment } from '../../../lambda/adapters/connect.ts';
import { toError } from '../../../lambda/errors.ts';
import { usageError } from '../../cli/failures.ts';
import { awsFailure } from './aws-error.ts';
import { patienceOf } from './patience.ts';

/** The outputs of a stack that say where everything is (infra/outputs.ts), and the variables that say the same. */
const variables = {
  Bucket: 'VOD_NIGHTLY_BUCKET',
  AlertsTopic: 'VOD_NIGHTLY_ALERTS_TOPIC',
  ReportsTopic: 'VOD_NIGHTLY_REPORTS_TOPIC',
  Function: 'VOD_NIGHTLY_FUNCTION',
} as const;

/** Those that a stack has only with a reader or a fleet, and what earlier stacks do not say. */
const optionalVariables = {
  ScheduleGroup: 'VOD_NIGHTLY_SCHEDULE_GROUP',
  FleetScheduleGroup: 'VOD_NIGHTLY_FLEET_SCHEDULE_GROUP',
  FleetMachine: 'VOD_NIGHTLY_FLEET_MACHINE',
  RoutedAlerts: 'VOD_NIGHTLY_ROUTED_ALERTS_TOPIC',
  RoutedReports: 'VOD_NIGHTLY_ROUTED_REPORTS_TOPIC',
  FleetBackfillMachine: 'VOD_NIGHTLY_FLEET_BACKFILL_MACHINE',
  KeyRings: 'VOD_NIGHTLY_RINGS',
  SecretsTag: 'VOD_NIGHTLY_SECRETS_TAG',
  ReaderUrl: 'VOD_NIGHTLY_READER_URL',
  LinkKey: 'VOD_NIGHTLY_LINK_KEY',
} as const;

/**
 * The environment with what the outputs of a stack say.
 * @throws InvalidInputError when there is no such stack, when it is another kind of stack, when the environment says
 * something else than its outputs, or when AWS cannot be asked
 */
export async function enterStack(name: string, environment: Environment): Promise<Environment> {
  const [stack = '', ...place] = name.split('/');
  const outputs = await readOutputs(stack);
  const found = Object.entries({ ...variables, ...optionalVariables }).map(([output, variable]) => {
    const values = valuesOf(output, outputs, place.join(''));
    return { output, variable, values, given: environment[variable] };
  });
  const missing = found
    .filter(({ output, values }) => output in variables && values.length !== 1)
    .map(({ output }) => output);
  if (missing.length > 0) {
    throw usageError([
      `--stack ${name}: it does not have each of the outputs ${missing.join(', ')} once; it has to be a VodNightlyStack, or ` +
        'one with a VodNightly that has outputs: of several, STACK/ID names one',
    ]);
  }
  const conflicts = found.flatMap(({ output, variable, values: [value], given }) =>
    !given || given === value || value === undefined
      ? []
      : [
          `${variable}: is ${given}, but the output ${output} of --stack ${name} is ${value}; unset one of them`,
        ],
  );
  if (conflicts.length > 0) throw usageError(conflicts);
  return {
    ...environment,
    ...Object.fromEntries(found.map(({ variable, values }) => [variable, values[0]])),
    VOD_NIGHTLY_STACK: name,
  };
}

/** The Region in an ARN. */
export function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}

async function readOutputs(name: string): Promise<readonly Output[]> {
  const { CloudFormationClient, DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  const client = new CloudFormationClient(patienceOf());
  try {
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
    return stack?.Outputs ?? [];
  } catch (thrown) {
    const error = toError(thrown);
    if (error.name === 'ValidationError') {
      throw usageError([
        `--stack ${name}: ${error.message} in ${await client.config.region()}; npx cdk list names those of this ` +
          'checkout, and AWS_REGION says where they are',
      ]);
    }
    throw awsFailure(error, `--stack ${name}`, 'cloudformation:DescribeStacks');
  }
}

/**
 * CDK puts the path of a construct before an output's name and a hash behind it where the stack is not its parent. An output of
 * the fleet, such as FleetScheduleGroup, is none that only ends like it.
 * @param place the ids on the way to one of several constructs
 */
function valuesOf(output: string, outputs: readonly Output[], place: string): string[] {
  const named = (pattern: RegExp) =>
    outputs.flatMap(({ OutputKey = '', OutputValue }) =>
      pattern.test(OutputKey) && OutputValue ? [OutputValue] : [],
    );
  const own = place === '' ? named(new RegExp(`^${output}$`)) : [];
  const before = place === '' ? '' : `^${place.replace(/[^A-Za-z0-9]/g, '')}`;
  const notOfFleet = `Fleet${output}` in optionalVariables ? '(?<!Fleet)' : '';
  return own.length > 0 ? own : named(new RegExp(`${before}${notOfFleet}${output}[0-9A-F]{8}$`));
}
