import type { Config } from './config.ts';
import type { Recipient } from './recipients.ts';

/** Something that nobody would hear of, as the configuration stands. */
export type Unheard = {
  /** `anything`: nobody is named at all, and nothing else is listed; `alarms`: those of the stack itself, such as that no night ran. */
  readonly what: 'anything' | 'critical' | 'warnings' | 'alarms';
  /** Which accounts' notices. */
  readonly accounts: readonly string[];
  /** What would happen, in words. */
  readonly detail: string;
  /** What to do about it. */
  readonly fix: string;
};

/** What nobody would hear of: nothing where somebody hears all that is bad of every account, and the alarms. */
export function unheardBy({ accounts, alerts }: Pick<Config, 'accounts' | 'alerts'>): Unheard[] {
  const names = accounts.map(({ name }) => name);
  if (alerts.length === 0) {
    const detail =
      'Nobody is told of anything: there is no address under alerts, so broken rules and failed nights reach nobody';
    const fix = 'put an address into alerts.email of the configuration';
    return [{ what: 'anything', accounts: names, detail, fix }];
  }
  const critical = names.filter((name) => !isHeard(name, 'critical', alerts));
  const warnings = names.filter((name) => !critical.includes(name) && !isHeard(name, 'warning', alerts));
  const found: Unheard[] = [
    {
      what: 'critical',
      accounts: critical,
      detail: `Critical alerts of ${critical.join(', ')} would reach nobody, as the routes under alerts let none of them pass`,
      fix: 'name the account in the routes of somebody, with no kinds or with breached, escalated and revised among them',
    },
    {
      what: 'warnings',
      accounts: warnings,
      detail: `Warnings of ${warnings.join(', ')} would reach nobody: only what is critical passes the routes and text messages under alerts`,
      fix: 'put an address without severities and kinds under email or https, or warning into the severities of somebody',
    },
    {
      // They carry no attributes, and so pass no filter.
      what: 'alarms',
      accounts: alerts.every(({ filter }) => filter) ? names : [],
      detail:
        'Nobody would hear that a night failed or did not run: alarms pass no filter of SNS, and everybody under alerts has routes or is told by text message',
      fix: 'put one address without routes under email or https',
    },
  ];
  return found.filter((one) => one.accounts.length > 0);
}

/** The kinds of notices that can be as bad as this. */
const kindsOf = {
  critical: ['breached', 'escalated', 'revised'],
  warning: ['breached', 'revised', 'unavailable'],
} as const;

/** Whether somebody hears every kind of notice of an account that can be this bad. */
function isHeard(name: string, severity: keyof typeof kindsOf, recipients: readonly Recipient[]): boolean {
  return kindsOf[severity].every((kind) =>
    recipients.some(
      ({ filter = {} }) =>
        (filter.account?.includes(name) ?? true) &&
        (filter.severity?.includes(severity) ?? true) &&
        (filter.kind?.includes(kind) ?? true),
    ),
  );
}
