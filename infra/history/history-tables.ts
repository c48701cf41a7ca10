import { Names, Stack, Validations } from 'aws-cdk-lib';
import { CfnNamedQuery, CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Account } from '../../lambda/config/account.ts';
import { type Columns, ledgerColumns, type SqlTypes } from './ledger-columns.ts';
import { readSavedQueries, withViews } from './saved-queries.ts';

/** Where the archive is, and whose dates are in it. */
type HistoryTablesProps = {
  readonly archive: IBucket;
  readonly accounts: readonly Account[];
  readonly hasFleet: boolean;
};

/** The most that one query may read: some 50 years of 100 accounts. */
const maxScannedBytes = 1_000_000_000;

/** Before this year Athena does not look for dates: the first edition of the vendor's guide is of 2021. */
const firstYear = 2020;

/** Hive's words. Its names know no capitals, and times are read as they are written. */
const hiveTypes: SqlTypes = {
  string: 'string',
  date: 'string',
  'date-time': 'string',
  boolean: 'boolean',
  number: 'double',
  integer: 'int',
  count: 'bigint',
  struct: (fields) =>
    `struct<${Object.entries(fields).map(([name, type]) => `${name.toLowerCase()}:${type}`)}>`,
  list: (item) => `array<${item}>`,
};

const ledger = ledgerColumns(hiveTypes);

const reply =
  'struct<httpstatus:int,body:struct<text:string,truncated:boolean>,traceid:string,serverdate:string,age:string>';

/**
 * Tables over objects as they lie, each with the partition that it has beside the account: how its values are formed, and the
 * first of them. Hive knows no capitals, and the SerDe looks for fields whatever their case; fields of a document that are not
 * among the columns are left out.
 */
const tables = {
  ledger: {
    description: 'Where each date of each account stands',
    columns: ledger,
    partition: { name: 'year', format: 'yyyy', first: String(firstYear), unit: 'YEARS' },
  },
  snapshots: {
    description: "The vendor's answers with counts, as they came",
    columns: {
      version: 'int',
      window: 'struct<start:string,end:string>',
      order: 'string',
      requesttarget: 'string',
      askedat: 'string',
      counts: ledger.counts ?? '',
      proof: 'string',
      reply,
      confirmedby: 'struct<requesttarget:string,askedat:string>',
    },
    partition: { name: 'date', format: 'yyyy-MM-dd', first: `${firstYear}-01-01`, unit: 'DAYS' },
  },
};

/** Athena over the archive as it lies: a database with two tables, and a workgroup with the queries of docs/queries.md. */
export class HistoryTables extends Construct {
  readonly workGroup: CfnWorkGroup;
  readonly databaseName: string;

  constructor(scope: Construct, id: string, { archive, accounts, hasFleet }: HistoryTablesProps) {
    super(scope, id);
    const catalogId = Stack.of(this).account;
    this.databaseName = Names.uniqueResourceName(this, {
      maxLength: 100,
      separator: '_',
      allowedSpecialCharacters: '_',
    }).toLowerCase();
    const description = 'The archive of vod-nightly; see docs/queries.md';
    const databaseInput = { name: this.databaseName, description };
    const database = new CfnDatabase(this, 'Database', { catalogId, databaseInput });
    const projection = hasFleet ? injected : enumerated(accounts);
    for (const [name, table] of Object.entries(tables)) {
      const tableInput = describeTable(name, table, archive, projection);
      new CfnTable(this, name, { catalogId, databaseName: database.ref, tableInput });
    }
    this.workGroup = this.createWorkGroup();
    for (const { name, description, sql } of readSavedQueries()) {
      new CfnNamedQuery(this, name.replace(/\W/g, ''), {
        name,
        description,
        database: database.ref,
        workGroup: this.workGroup.ref,
        queryString: withViews(sql, this.databaseName, { namesAccounts: hasFleet }),
      });
    }
  }

  private createWorkGroup(): CfnWorkGroup {
    const workGroup = new CfnWorkGroup(this, 'Queries', {
      name: Names.uniqueResourceName(this, { maxLength: 100, separator: '-' }),
      description: 'Questions to the archive of vod-nightly',
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        bytesScannedCutoffPerQuery: maxScannedBytes,
        // In Athena's own storage, for 24 hours: no bucket for results, and nothing that grows.
        managedQueryResultsConfiguration: { enabled: true },
        publishCloudWatchMetricsEnabled: false,
      },
    });
    Validations.of(workGroup).acknowledge({
      id: 'AwsSolutions-ATH1',
      reason:
        'Results lie in storage of Athena, which encrypts them with a key of its own; the rule knows buckets only.',
    });
    return workGroup;
  }
}

/** Athena lists the accounts of the configuration. */
function enumerated(accounts: readonly Account[]): Columns {
  return {
    'projection.account.type': 'enum',
    'projection.account.values': accounts.map(({ name }) => name).join(','),
  };
}

/**
 * A fleet's accounts come and go without a deployment, so that each query has to name those that it asks about, by `=` or `IN`.
 * docs: Athena user guide, Use dynamic ID partitioning.
 */
const injected: Columns = { 'projection.account.type': 'injected' };

function describeTable(
  name: string,
  { description, columns, partition }: (typeof tables)[keyof typeof tables],
  archive: IBucket,
  ofAccount: Columns,
): CfnTable.TableInputProperty {
  const location = archive.s3UrlForObject(`${name}/`);
  const projection = `projection.${partition.name}`;
  return {
    name,
    description,
    tableType: 'EXTERNAL_TABLE',
    partitionKeys: [
      { name: 'account', type: 'string' },
      { name: partition.name, type: 'string' },
    ],
    parameters: {
      'projection.enabled': 'true',
      ...ofAccount,
      // Of UTC, in which no date that is over anywhere is still to come.
      [`${projection}.type`]: 'date',
      [`${projection}.format`]: partition.format,
      [`${projection}.range`]: `${partition.first},NOW`,
      [`${projection}.interval`]: '1',
      [`${projection}.interval.unit`]: partition.unit,
      'storage.location.template': `${location}account=\${account}/${partition.name}=\${${partition.name}}/`,
    },
    storageDescriptor: {
      location,
      columns: Object.entries(columns).map(([column, type]) => ({ name: column.toLowerCase(), type })),
      inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
      outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
      serdeInfo: {
        serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe',
        parameters: { 'case.insensitive': 'true', 'ignore.malformed.json': 'false' },
      },
    },
  };
}
