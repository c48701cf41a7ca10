import type { RuleSet } from '../../lambda/core/rules/rule-set.ts';

/** Rules of which only the given ones are switched on. */
export function rulesWith(given: Partial<RuleSet> = {}): RuleSet {
  return {
    failureCount: false,
    failureRate: false,
    unusualFailures: false,
    volumeDrop: false,
    stuck: false,
    ...given,
  };
}
