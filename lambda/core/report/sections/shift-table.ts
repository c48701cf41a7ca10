import { html } from 'hono/html';
import { type Condition, conditionOf, type OverviewAccount } from '../../fleet/shift-page.ts';
import { formatAddress, parseAddress } from '../../links/address.ts';
import { capitalize } from '../../story/describe.ts';
import { verdictOfCounts } from '../../story/verdict.ts';
import { formatNumber } from '../../text/number.ts';
import type { PageWords } from '../../words/en/page.ts';
import { drawIcon } from '../html/icon.ts';
import { type Html, quote } from '../html/markup.ts';
import { shownCounts } from '../report.ts';
import { type Status, statuses } from '../status.ts';

/** Accounts of a shift, a row each, as they come. Whatever their overview says of them is untrusted text. */
export function drawAccounts(accounts: readonly OverviewAccount[], label: string, words: PageWords): Html {
  const { columns, counts, fleet } = words;
  return html`<div class="wide" role="group" aria-label="${label}" tabindex="0"><table class="accounts fleet">
<thead><tr><th scope="col">${columns.account}</th><th scope="col">${columns.verdict}</th>${shownCounts.map((name) => html`<th scope="col" class="number">${counts[name]}</th>`)}<th scope="col">${fleet.tagColumn}</th></tr></thead>
<tbody>${accounts.map((account) => drawAccount(account, words))}</tbody></table></div>`;
}

/** How a page shows a condition. */
export function statusOfCondition(condition: Condition): Status {
  return statuses.find((status) => status === condition) ?? 'unmeasured';
}

/** Names a condition in few words. */
export function nameCondition(condition: Condition, { statuses, messages }: PageWords): string {
  switch (condition) {
    case 'failed':
    case 'critical':
    case 'warning':
    case 'well':
      return statuses[condition];
    default:
      return capitalize(messages.reasons[condition]);
  }
}

function drawAccount(account: OverviewAccount, words: PageWords): Html {
  const { counts, tags } = account;
  const status = statusOfCondition(conditionOf(account));
  return html`<tr class="${status}"><th scope="row">${drawName(account.account)}</th><td class="verdict-cell">${drawIcon(status, 18)} <b>${words.statuses[status]}</b> <span>${describe(account, words)}</span></td>${shownCounts.map((name) => html`<td class="number">${counts ? formatNumber(counts[name]) : '–'}</td>`)}<td class="tags">${tags.map((tag) => html`${quote(tag)} `)}</td></tr>
`;
}

/** Leads to the account's newest page, where the name is one that an account can have. */
function drawName(name: string): Html {
  const href = formatAddress({ account: name, part: 'page' });
  return parseAddress(href)?.account === name ? html`<a href="${href}">${name}</a>` : quote(name);
}

function describe({ state, counts, fault, reason }: OverviewAccount, { messages }: PageWords): Html[] {
  const said = reason === undefined ? [] : [quote(reason)];
  if (state === 'unavailable') return [html`${capitalize(messages.reasons[fault ?? 'notAsked'])}`, ...said];
  if (counts === undefined) return said;
  return [html`${capitalize(messages.verdict(verdictOfCounts(counts, []))[0])} `, ...said];
}
