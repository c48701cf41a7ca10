import { Stack, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Accepts that a policy of a construct names more than one resource, as cdk-nag would find. */
export function acknowledgeWildcard(construct: Construct, arn: string, reason: string): void {
  Validations.of(construct).acknowledge({
    id: `AwsSolutions-IAM5[Resource::${asInFindings(construct, arn)}]`,
    reason,
  });
}

/** How cdk-nag writes an ARN: what is known only after a deployment stands in angle brackets. */
function asInFindings(scope: Construct, arn: string): string {
  const resolved: unknown = Stack.of(scope).resolve(arn);
  const parts: readonly unknown[] = Object(resolved)['Fn::Join']?.[1] ?? [resolved];
  return parts.map((part) => (typeof part === 'string' ? part : `<${referenceIn(Object(part))}>`)).join('');
}

function referenceIn(part: { readonly Ref?: string; readonly 'Fn::GetAtt'?: readonly string[] }): string {
  return part.Ref ?? part['Fn::GetAtt']?.join('.') ?? '';
}
