import type { Account } from './account.ts';
import type { Config } from './config.ts';
import type { Filter, Recipient } from './recipients.ts';

/** Something that nobody would hear of, as the configuration stands. */
export type Unheard = {
  /**
   * `anything`: nobody is named at all, and nothing else is listed; `fleet`: what concerns accounts of the fleet that no route
   * names; `alarms`: those of the stack itself, such as that no night ran.
   */
  readonly what: 'anything' | 'critical' | 'warnings' | 'fleet' | 'alarms';
  /** Which accounts' notices, of those that the configuration knows. */
  readonly accounts: readonly string[];
  /** What would happen, in words. */
  readonly detail: string;
  /** What to do about it. */
  readonly fix: string;
};

/**
 * What nobody would hear of: nothing where somebody hears all that is bad of every account, and the alarms. Which accounts a fleet
 * has is not known here, nor are their tags: of them it says what those would miss that no route names.
 */
export function unheardBy({
  accounts,
  alerts,
  fleet,
}: Pick<Config, 'accounts' | 'alerts' | 'fleet'>): Unheard[] {
  const names = accounts.map(({ name }) => name);
  if (alerts.length === 0) {
    const detail =
      'Nobody is told of anything: there is no address under alerts, so broken rules and failed nights reach nobody';
    const fix = 'put an address into alerts.email of the configuration';
    return [{ what: 'anything', accounts: names, detail, fix }];
  }
  return [
    ...unheardOf(accounts, alerts),
    ...(fleet ? unheardOfFleet(alerts) : []),
    ...unheardAlarms(names, alerts),
  ];
}

function unheardOf(accounts: Config['accounts'], alerts: readonly Recipient[]): Unheard[] {
  const missed = (severity: Severity) =>
    accounts.filter(
      (account) =>
        !isHeard(
          severity,
          alerts.filter(({ filter }) => letsPass(filter, account)),
        ),
    );
  const critical = missed('critical').map(({ name }) => name);
  const warnings = missed('warning').flatMap(({ name }) => (critical.includes(name) ? [] : name));
  const found: Unheard[] = [
    {
      what: 'critical',
      accounts: critical,
      detail: `Critical alerts of ${critical.join(', ')} would reach nobody, as the routes under alerts let none of them pass`,
      fix: 'name the account or a tag of it in the routes of somebody, with no kinds or with breached, escalated and revised among them',
    },
    {
      what: 'warnings',
      accounts: warnings,
      detail: `Warnings of ${warnings.join(', ')} would reach nobody: only what is critical passes the routes and text messages under alerts`,
      fix: 'put an address without severities and kinds under email or https, or warning into the severities of somebody',
    },
  ];
  return found.filter((one) => one.accounts.length > 0);
}

function unheardOfFleet(alerts: readonly Recipient[]): Unheard[] {
  const ofAll = alerts.filter(({ filter }) => !filter?.account && !filter?.tags);
  const missed = isHeard('critical', ofAll) ? 'Warnings' : 'Alerts';
  if (missed === 'Warnings' && isHeard('warning', ofAll)) return [];
  const detail = `${missed} about accounts of the fleet that no route under alerts names, by accounts or by tags, would reach nobody`;
  const fix = 'put an address without accounts, tags, severities and kinds under email or https';
  return [{ what: 'fleet', accounts: [], detail, fix }];
}

/** They carry no attributes, and so pass no filter. */
function unheardAlarms(accounts: readonly string[], alerts: readonly Recipient[]): Unheard[] {
  if (!alerts.every(({ filter }) => filter)) return [];
  const detail =
    'Nobody would hear that a night failed or did not run: alarms pass no filter of SNS, and everybody under alerts has routes or is told by text message';
  return [{ what: 'alarms', accounts, detail, fix: 'put one address without routes under email or https' }];
}

/** Whether messages about an account pass, as far as that is for its name and its tags to say. */
function letsPass(
  { account, tags }: Filter = {},
  { name, tags: own }: Pick<Account, 'name' | 'tags'>,
): boolean {
  return (account?.includes(name) ?? true) && (tags?.some((tag) => own.includes(tag)) ?? true);
}

/** The kinds of notices that can be as bad as this. */
const kindsOf = {
  critical: ['breached', 'escalated', 'revised'],
  warning: ['breached', 'revised', 'unavailable'],
} as const;

type Severity = keyof typeof kindsOf;

/** Whether some of these hear every kind of notice that can be this bad. */
function isHeard(severity: Severity, recipients: readonly Recipient[]): boolean {
  return kindsOf[severity].every((kind) =>
    recipients.some(
      ({ filter = {} }) =>
        (filter.severity?.includes(severity) ?? true) && (filter.kind?.includes(kind) ?? true),
    ),
  );
}
