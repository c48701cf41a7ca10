import type { Template } from 'aws-cdk-lib/assertions';

/** The account, Region and partition for which a template is filled in. */
export const accountId = '111122223333';
/** See {@link accountId}. */
export const region = 'ap-northeast-2';

type Resource = { readonly Type: string; readonly Properties: Record<string, unknown> };

/** A template whose resources have got names, as after a deployment. */
export type PaperDeployment = {
  /** A value of the template with every reference replaced by what it would be. Throws for functions it does not know. */
  resolve(value: unknown): unknown;
  /** Logical ids of the resources of a type, `AWS::S3::Bucket` for one, in the order of the template. */
  idsOf(type: string): string[];
  /** The only resource of a type, or the only one with `part` in its logical id. Throws unless there is exactly one. */
  idOf(type: string, part?: string): string;
  /** The resolved properties of a resource. */
  propertiesOf(logicalId: string): Record<string, unknown>;
  arnOf(logicalId: string): string;
};

/** ARNs by type of resource; the rest has none that anything refers to. */
const arnFormats: Readonly<Record<string, (name: string) => string>> = {
  'AWS::S3::Bucket': (name) => `arn:aws:s3:::${name}`,
  'AWS::SNS::Topic': (name) => `arn:aws:sns:${region}:${accountId}:${name}`,
  'AWS::SQS::Queue': (name) => `arn:aws:sqs:${region}:${accountId}:${name}`,
  'AWS::KMS::Key': (name) => `arn:aws:kms:${region}:${accountId}:key/${name}`,
  'AWS::IAM::Role': (name) => `arn:aws:iam::${accountId}:role/${name}`,
  'AWS::Lambda::Function': (name) => `arn:aws:lambda:${region}:${accountId}:function:${name}`,
  'AWS::Logs::LogGroup': (name) => `arn:aws:logs:${region}:${accountId}:log-group:${name}:*`,
  'AWS::Scheduler::ScheduleGroup': (name) =>
    `arn:aws:scheduler:${region}:${accountId}:schedule-group/${name}`,
  'AWS::StepFunctions::StateMachine': (name) => `arn:aws:states:${region}:${accountId}:stateMachine:${name}`,
  'AWS::SecretsManager::Secret': (name) =>
    `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-AbCdEf`,
};

/** Types whose Ref is the ARN and not the name, from each type's "Return values" in the CloudFormation guide. */
const referredToByArn: ReadonlySet<string> = new Set([
  'AWS::SNS::Topic',
  'AWS::SecretsManager::Secret',
  'AWS::StepFunctions::StateMachine',
]);

const pseudoParameters: Readonly<Record<string, string>> = {
  'AWS::AccountId': accountId,
  'AWS::Region': region,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
};

/**
 * Fills in a template as CloudFormation would.
 * @param references what a Ref to these logical ids gives, where the usual name will not do
 */
export function deployOnPaper(
  template: Template,
  references: Readonly<Record<string, string>> = {},
): PaperDeployment {
  const resources: Readonly<Record<string, Resource>> = template.toJSON().Resources;

  function resourceOf(logicalId: string): Resource {
    const resource = resources[logicalId];
    if (resource === undefined) throw new Error(`the template has no resource ${logicalId}`);
    return resource;
  }

  function arnOf(logicalId: string): string {
    const format = arnFormats[resourceOf(logicalId).Type];
    if (format === undefined) throw new Error(`${logicalId} has no ARN here`);
    return format(logicalId.toLowerCase());
  }

  function refer(logicalId: string): string {
    const known = pseudoParameters[logicalId] ?? references[logicalId];
    if (known !== undefined) return known;
    return referredToByArn.has(resourceOf(logicalId).Type) ? arnOf(logicalId) : logicalId.toLowerCase();
  }

  function resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    const [[name, argument] = ['', undefined], ...others] = Object.entries(value);
    if (others.length === 0 && name === 'Ref') return refer(String(argument));
    if (others.length === 0 && name.startsWith('Fn::')) return call(name, argument);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner)]));
  }

  function call(name: string, argument: unknown): unknown {
    if (name === 'Fn::Join' && Array.isArray(argument)) {
      const [separator, parts] = argument;
      return parts.map(resolve).join(separator);
    }
    if (name === 'Fn::GetAtt' && Array.isArray(argument) && argument[1] === 'Arn') return arnOf(argument[0]);
    if (name === 'Fn::GetAtt' && Array.isArray(argument) && argument[1] === 'Name')
      return refer(argument[0]).split(':').at(-1);
    if (name === 'Fn::GetAtt' && Array.isArray(argument))
      return `${argument[0]}.${argument[1]}`.toLowerCase();
    if (name === 'Fn::Sub') return String(argument).replace(/\$\{([^}]+)\}/g, (_, id: string) => refer(id));
    throw new Error(`no idea what ${name} of ${JSON.stringify(argument)} would be`);
  }

  const idsOf = (type: string) => Object.keys(resources).filter((id) => resources[id]?.Type === type);

  function idOf(type: string, part = ''): string {
    const [id, ...others] = idsOf(type).filter((each) => each.includes(part));
    if (id === undefined || others.length > 0)
      throw new Error(`not exactly one ${type} with “${part}” in its id`);
    return id;
  }

  return {
    resolve,
    arnOf,
    idsOf,
    idOf,
    propertiesOf: (id) => resolve(resourceOf(id).Properties) as Record<string, unknown>,
  };
}
