import { runSimulation } from '@cloud-copilot/iam-simulate';
import { accountId, type PaperDeployment, region } from './paper-deployment.ts';

/** One call to AWS, `s3:GetObject` for one, and the ARN that it concerns. */
export type AwsCall = {
  readonly action: string;
  readonly resource: string;
  /** More of the request's context, such as the service through which it is made. */
  readonly context?: Readonly<Record<string, string>>;
};

type Tag = { readonly Key: string; readonly Value: string };

type PolicyHolder = { readonly PolicyDocument: unknown; readonly PolicyName: string };

/**
 * Whether IAM would let a role of the template make this call, over TLS: its own policies and those of the bucket, the
 * topic or the key that the call concerns.
 * @throws Error when the simulator cannot judge the call, for an action that does not exist for one
 */
export async function isAllowed(
  deployment: PaperDeployment,
  roleId: string,
  call: AwsCall,
): Promise<boolean> {
  const resourcePolicy = resourcePolicyOf(deployment, call.resource);
  const outcome = await runSimulation(
    {
      request: {
        principal: deployment.arnOf(roleId),
        action: call.action,
        resource: { resource: call.resource, accountId },
        contextVariables: {
          'aws:SecureTransport': 'true',
          'aws:RequestedRegion': region,
          ...tagsOf(deployment, call.resource),
          ...call.context,
        },
      },
      identityPolicies: identityPoliciesOf(deployment, roleId),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(resourcePolicy !== undefined && { resourcePolicy }),
    },
    {},
  );
  if (outcome.resultType === 'error') {
    throw new Error(`${call.action} on ${call.resource}: ${JSON.stringify(outcome.errors)}`);
  }
  return outcome.overallResult === 'Allowed';
}

/** Those calls that IAM would not let a role of the template make; see {@link isAllowed}. */
export async function refusedBy(
  deployment: PaperDeployment,
  roleId: string,
  calls: readonly AwsCall[],
): Promise<AwsCall[]> {
  const verdicts = await Promise.all(calls.map((call) => isAllowed(deployment, roleId, call)));
  return calls.filter((_, index) => !verdicts[index]);
}

/** The policies that are written into a role, and those that are attached to it. */
function identityPoliciesOf(deployment: PaperDeployment, roleId: string) {
  const { Policies = [] } = deployment.propertiesOf(roleId) as { Policies?: PolicyHolder[] };
  const attached = deployment
    .idsOf('AWS::IAM::Policy')
    .map((id) => deployment.propertiesOf(id) as PolicyHolder & { Roles: string[] })
    .filter(({ Roles }) => Roles.includes(String(deployment.resolve({ Ref: roleId }))));
  return [...Policies, ...attached].map(({ PolicyName, PolicyDocument }) => ({
    name: PolicyName,
    policy: PolicyDocument,
  }));
}

/** What the tags of a secret of the template say in a request that concerns it. */
function tagsOf(deployment: PaperDeployment, resource: string): Record<string, string> {
  const id = deployment
    .idsOf('AWS::SecretsManager::Secret')
    .find((each) => deployment.arnOf(each) === resource);
  const { Tags = [] } = id === undefined ? {} : (deployment.propertiesOf(id) as { Tags?: Tag[] });
  return Object.fromEntries(Tags.map(({ Key, Value }) => [`aws:ResourceTag/${Key}`, Value]));
}

function resourcePolicyOf(deployment: PaperDeployment, resource: string): unknown {
  const policyOf = (id: string) => deployment.propertiesOf(id).PolicyDocument;
  if (resource.startsWith('arn:aws:s3:::')) {
    const bucket = resource.slice('arn:aws:s3:::'.length).split('/')[0];
    const id = deployment.idsOf('AWS::S3::BucketPolicy').find((each) => {
      return deployment.propertiesOf(each).Bucket === bucket;
    });
    return id && policyOf(id);
  }
  if (resource.startsWith('arn:aws:sns:')) {
    const id = deployment.idsOf('AWS::SNS::TopicPolicy').find((each) => {
      return (deployment.propertiesOf(each).Topics as string[]).includes(resource);
    });
    return id && policyOf(id);
  }
  const key = deployment.idsOf('AWS::KMS::Key').find((each) => deployment.arnOf(each) === resource);
  if (key !== undefined) return deployment.propertiesOf(key).KeyPolicy;
  return resource.startsWith('arn:aws:kms:') ? usualKeyPolicy : undefined;
}

/** What a customer's key says unless somebody changes it: the account's own policies decide. docs: KMS, Default key policy. */
const usualKeyPolicy = {
  Version: '2012-10-17',
  Statement: {
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${accountId}:root` },
    Action: 'kms:*',
    Resource: '*',
  },
};
