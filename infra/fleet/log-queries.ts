import { Names } from 'aws-cdk-lib';
import { CfnQueryDefinition, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/**
 * What one asks the log of ten thousand nights. Metrics have no dimension for the account, as each would cost $0.30 a month; but
 * all that a night logs names it.
 */
const queries: Readonly<Record<string, string>> = {
  'nights of an account': `fields @timestamp, level, message, summary.date, summary.state, code, detail, errorType, errorMessage
| filter account = "ACCOUNT"
| sort @timestamp desc
| limit 500`,
  'failures by account': `filter level = "ERROR" and ispresent(account)
| stats count(*) as errors, latest(errorType) as last_type, latest(errorMessage) as last_message by account
| sort errors desc
| limit 1000`,
  'slowest nights': `filter message = "night"
| stats max(durationMs) as longest_ms, avg(durationMs) as average_ms, count(*) as nights by account
| sort longest_ms desc
| limit 100`,
  'refusals by reason': `filter message = "a date could not be measured"
| stats count(*) as refusals, count_distinct(account) as accounts, latest(detail) as last_detail by code
| sort refusals desc`,
};

type LogQueriesProps = { readonly log: ILogGroup };

/** Queries that CloudWatch Logs Insights offers by name, on the log of the function. */
export class LogQueries extends Construct {
  constructor(scope: Construct, id: string, { log }: LogQueriesProps) {
    super(scope, id);
    // Of its own, as queries of all stacks stand together.
    const folder = Names.uniqueResourceName(this, { maxLength: 80, separator: '-' });
    for (const [name, queryString] of Object.entries(queries)) {
      new CfnQueryDefinition(this, name.replaceAll(' ', '-'), {
        // The console shows the parts of a name as folders.
        name: `${folder}/${name}`,
        queryString,
        logGroupNames: [log.logGroupName],
      });
    }
  }
}
