import type { LeftNotice, Standing } from './standing.ts';

/** What recipients who are told of some accounts only ask for. */
type Route = {
  readonly accounts?: readonly string[] | undefined;
  readonly tags?: readonly string[] | undefined;
};

/** What of a shift a route hears of: the accounts that are one of those named and have one of the tags named, as SNS filters. */
export function selectStandings({ accounts, tags }: Route, standings: readonly Standing[]): Standing[] {
  const named = accounts && new Set(accounts);
  return standings.filter(
    (standing) =>
      (named?.has(standing.account) ?? true) && (tags?.some((tag) => standing.tags.includes(tag)) ?? true),
  );
}

/** Which of a muster's messages tells a notice. That a date was unavailable for some passes only is no alarm. */
export function messageTelling({ kind, isMeasured }: LeftNotice): 'alert' | 'summary' {
  return kind === 'unavailable' && isMeasured ? 'summary' : 'alert';
}
