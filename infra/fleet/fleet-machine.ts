import { ArnFormat, type Duration, Names, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, type IChainable, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { STEPFUNCTIONS_USE_DISTRIBUTED_MAP_RESULT_WRITER_V2 } from 'aws-cdk-lib/cx-api';
import { Construct } from 'constructs';
import type { Deployment } from '../../lambda/config/config.ts';
import { mapResultsPrefix } from '../../lambda/core/ledger/keys.ts';
import { acknowledgeWildcard } from '../findings.ts';
import type { ShiftProps } from './shift-definition.ts';

type FleetMachineProps = ShiftProps & {
  readonly comment: string;
  readonly define: (scope: Construct, props: ShiftProps) => IChainable;
  readonly timeout: Duration;
  readonly deployment: Pick<Deployment, 'logRetentionDays'>;
};

/** A state machine that maps over accounts in the archive, its log, and the role that it runs with. */
export class FleetMachine extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, props: FleetMachineProps) {
    super(scope, id);
    const { comment, define, timeout, deployment } = props;
    // Where a user's own app has not set this flag of the CDK, maps would leave out how results are written.
    this.node.setContext(STEPFUNCTIONS_USE_DISTRIBUTED_MAP_RESULT_WRITER_V2, true);
    const log = new LogGroup(this, 'Log', {
      // Those who log to names without this prefix share a policy of 5,120 characters. docs: Step Functions, Logging to CloudWatch Logs.
      logGroupName: `/aws/vendedlogs/states/${Names.uniqueResourceName(this, { maxLength: 80 })}`,
      retention: deployment.logRetentionDays satisfies RetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = this.createRole(props);
    this.machine = new StateMachine(this, 'Machine', {
      comment,
      timeout,
      definitionBody: DefinitionBody.fromChainable(define(this, props)),
      // CDK's own would read and write the whole bucket, and invoke every version of the function.
      role: role.withoutPolicyUpdates(),
      // Inputs and outputs name accounts' secrets and rules, which nobody has to read there.
      logs: { destination: log, level: LogLevel.ERROR, includeExecutionData: false },
    });
    // The CDK's policy for the same, which belongs to no role here.
    this.machine.node.tryRemoveChild('DistributedMapPolicy');
    this.permitChildren(role);
    Validations.of(this.machine).acknowledge(
      { id: 'AwsSolutions-SF1', reason: reasons.log },
      { id: 'AwsSolutions-SF2', reason: reasons.tracing },
      { id: 'Serverless-StepFunctionStateMachineXray', reason: reasons.tracing },
    );
  }

  private createRole({ night, archive }: FleetMachineProps): Role {
    const { account } = Stack.of(this);
    const machines = this.arnOf('stateMachine', '*');
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('states.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': machines },
        },
      }),
    });
    const permit = (actions: string[], ...resources: string[]) =>
      role.addToPolicy(new PolicyStatement({ actions, resources }));
    permit(['lambda:InvokeFunction'], night.functionArn);
    const accounts = archive.arnForObjects('fleet/*');
    const results = archive.arnForObjects(`${mapResultsPrefix}/*`);
    permit(['s3:GetObject'], accounts);
    // docs: Step Functions developer guide, IAM policies for ResultWriter.
    permit(['s3:PutObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'], results);
    if (archive.encryptionKey) permit(['kms:Decrypt', 'kms:GenerateDataKey'], archive.encryptionKey.keyArn);
    permit(logDelivery, '*');
    acknowledgeWildcard(role, accounts, reasons.accounts);
    acknowledgeWildcard(role, results, reasons.results);
    acknowledgeWildcard(role, '*', reasons.delivery);
    return role;
  }

  /** Of its own: the machine is there only after its role. docs: Step Functions developer guide, IAM policies for Distributed Map. */
  private permitChildren(role: Role): void {
    const { stateMachineArn, stateMachineName } = this.machine;
    const children = new Policy(this, 'Children', { roles: [role] });
    const permit = (actions: string[], ...resources: string[]) =>
      children.addStatements(new PolicyStatement({ actions, resources }));
    const executions = this.arnOf('execution', `${stateMachineName}:*`);
    const redriven = this.arnOf('execution', `${stateMachineName}/*`);
    permit(['states:StartExecution'], stateMachineArn);
    permit(['states:DescribeExecution', 'states:StopExecution'], executions);
    permit(['states:RedriveExecution'], redriven);
    for (const arn of [executions, redriven]) acknowledgeWildcard(children, arn, reasons.children);
  }

  private arnOf(resource: string, resourceName: string): string {
    const arnFormat = ArnFormat.COLON_RESOURCE_NAME;
    return Stack.of(this).formatArn({ service: 'states', resource, arnFormat, resourceName });
  }
}

/** Why it does without what cdk-nag asks for, and why policies name more than one resource. */
const reasons = {
  accounts: 'Which files of accounts there are follows from shifts, due times and passes.',
  results: 'Step Functions gives each run of a map a folder with a name of its own.',
  delivery: 'Actions for the delivery of logs know no resources.',
  children: 'Executions of this one machine, whose names Step Functions makes.',
  log: 'Errors are logged. Each step of ten thousand nights would cost more than the nights, and hold settings of accounts.',
  tracing: 'The history of each execution has every step with its times, and a night logs what it does.',
};

/** These know no resources. docs: Step Functions developer guide, Logging to CloudWatch Logs. */
const logDelivery = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
];
