import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Duration, Names, RemovalPolicy, Stack, Stage, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  type EventInvokeConfigOptions,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Deployment } from '../../lambda/config/config.ts';
import { bundleFunction, functionSources } from './bundle.ts';

/** What one function has that the other has not. */
type FunctionSpec = EventInvokeConfigOptions & {
  readonly description: string;
  readonly name: Parameters<typeof bundleFunction>[0];
  /** The texts of files beside its code, by their names. */
  readonly files?: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly deployment: Pick<Deployment, 'memoryMb' | 'logRetentionDays'>;
  readonly timeout: Duration;
  readonly reservedConcurrency: number | undefined;
  /** Why it has no dead-letter queue of its own, and no traces. */
  readonly reasons: { readonly queue: string; readonly tracing: string };
};

/** A function on Node.js with its role and its log, as every one of the stack is deployed. */
export function createFunction(
  scope: Construct,
  spec: FunctionSpec,
): { readonly function: LambdaFunction; readonly role: Role } {
  const { name, files, environment, deployment, reservedConcurrency, reasons, ...own } = spec;
  const logGroup = new LogGroup(scope, 'Log', {
    retention: deployment.logRetentionDays satisfies RetentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  logGroup.grantWrite(role);
  const created = new LambdaFunction(scope, 'Function', {
    ...own,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    code: bundledCode(scope, name, files),
    handler: 'index.handler',
    environment,
    role,
    logGroup,
    loggingFormat: LoggingFormat.JSON,
    memorySize: deployment.memoryMb,
    ...(reservedConcurrency !== undefined && { reservedConcurrentExecutions: reservedConcurrency }),
  });
  Validations.of(created).acknowledge(
    { id: 'Serverless-LambdaDLQ', reason: reasons.queue },
    { id: 'Serverless-LambdaTracing', reason: reasons.tracing },
  );
  return { function: created, role };
}

/**
 * Bundled right here below the app's output; where CDK is told to bundle nothing, the sources instead. CDK's own bundling would
 * ask for an image, and say so at each synthesis.
 */
function bundledCode(scope: Construct, name: FunctionSpec['name'], files: FunctionSpec['files'] = {}): Code {
  if (!Stack.of(scope).bundlingRequired) return Code.fromAsset(functionSources);
  const directory = join(Stage.of(scope)?.outdir ?? '', 'bundles', Names.uniqueId(scope));
  bundleFunction(name, directory);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(directory, file), text);
  return Code.fromAsset(directory);
}
