import { html } from 'hono/html';
import { conditionOf, type FleetView, type ShiftPage } from '../../fleet/shift-page.ts';
import { formatFleetView, parseFleetView } from '../../links/fleet-address.ts';
import { formatNumber } from '../../text/number.ts';
import type { PageWords } from '../../words/en/page.ts';
import { drawIcon } from '../html/icon.ts';
import { type Html, quote } from '../html/markup.ts';
import { type Status, statuses, worstStatus } from '../status.ts';
import { showTime } from './notices-table.ts';
import { drawAccounts, nameCondition, statusOfCondition } from './shift-table.ts';

/** What of the fleet a page shows. */
export type ShownFleet = {
  readonly view: FleetView;
  /** Several in short, or one with all that there is. */
  readonly shifts: readonly ShiftPage[];
  /** Shifts of which it could not be read where they stand. */
  readonly unread: readonly string[];
  /** When somebody looks, epoch milliseconds. */
  readonly nowMs: number;
};

/** More tags would hide the accounts. */
const mostTags = 60;
/** A night is due each day; until then it has had half a day to come to its end. */
const outdatedMs = 36 * 3_600_000;

/** Whether a night was due since the one that is shown, and has not come to its end. */
export function isOutdated({ overview }: ShiftPage, nowMs: number): boolean {
  return nowMs - Date.parse(overview.due) >= outdatedMs;
}

/** How a shift stands: as its worst account does, but for one of which nothing new is known. */
export function statusOfShift(shift: ShiftPage, nowMs: number): Status {
  const found = new Set(shift.conditions.map(({ condition }) => statusOfCondition(condition)));
  if (shift.accounts === 0 || isOutdated(shift, nowMs)) found.add('unmeasured');
  return worstStatus(found);
}

/** The worst shift first. */
export function sortShifts({ shifts, nowMs }: ShownFleet): ShiftPage[] {
  const rankOf = (shift: ShiftPage) => statuses.indexOf(statusOfShift(shift, nowMs));
  return shifts.toSorted((a, b) => rankOf(a) - rankOf(b) || (a.overview.shift < b.overview.shift ? -1 : 1));
}

/** What a shift's night came to, in one sentence without its end. */
function shiftSentence({ bad, accounts }: ShiftPage, { index, fleet }: PageWords): string {
  return accounts === 0 ? fleet.none : index.verdict(bad, accounts);
}

/** When it was due, and when that was so. */
export function drawTimes(shift: ShiftPage, { nowMs }: ShownFleet, words: PageWords): Html {
  const { due, at, timeZone } = shift.overview;
  const to = { account: { timeZone } };
  return html`<p class="times">${words.fleet.due} ${showTime(due, to)}. ${words.asOf} ${showTime(at, to)}.</p>${isOutdated(shift, nowMs) ? html`<p><strong>${words.fleet.outdated}</strong></p>` : undefined}`;
}

/** All of one shift, a page at a time: how many stand how, its tags, and its accounts. */
export function drawShift(shift: ShiftPage, { view }: ShownFleet, words: PageWords): Html {
  const { rows, overview } = shift;
  const at = { ...view, shift: overview.shift };
  const shown = [
    at.only === undefined ? words.headings.index : nameCondition(at.only, words),
    ...(at.tag === undefined ? [] : [words.fleet.tag(at.tag)]),
  ];
  return html`<section aria-labelledby="accounts"><h2 id="accounts">${shown.join(', ')}</h2>
${drawConditions(shift, at, words)}
${drawTags(shift, at, words)}
${drawPages(shift, at, words)}
${rows.length > 0 ? drawAccounts(rows, words.fleet.shift(overview.shift), words) : undefined}</section>
${drawTurning(shift, at, words)}`;
}

/** One shift among several: how many stand how, and the most urgent of them. */
export function drawShiftInShort(shift: ShiftPage, fleet: ShownFleet, words: PageWords): Html {
  const { overview, accounts } = shift;
  const at = { tag: fleet.view.tag, shift: overview.shift };
  const id = `shift-${overview.shift}`;
  const urgent = shift.conditions.flatMap(({ condition, first }) => (condition === 'well' ? [] : first));
  const status = statusOfShift(shift, fleet.nowMs);
  return html`<section class="${status}" aria-labelledby="${id}"><h2 id="${id}">${drawIcon(status, 20)} ${titleOf(shift, at.tag, words)}<small>, ${shiftSentence(shift, words)}</small></h2>
${drawTimes(shift, fleet, words)}
${drawConditions(shift, at, words)}
${urgent.length > 0 ? drawAccounts(urgent, words.fleet.shift(overview.shift), words) : undefined}
<p class="more"><a href="${formatFleetView(at)}">${words.fleet.whole(accounts)}: ${titleOf(shift, at.tag, words)}</a></p></section>`;
}

/** Names a shift, and the tag that its accounts have. */
export function titleOf({ overview }: ShiftPage, tag: string | undefined, { fleet }: PageWords): string {
  return [fleet.shift(overview.shift), ...(tag === undefined ? [] : [fleet.tag(tag)])].join(', ');
}

/** How many stand how, and the ways back to more accounts than are shown. */
function drawConditions(shift: ShiftPage, at: Partial<FleetView>, words: PageWords): Html | undefined {
  const { overview, conditions, accounts: tagged } = shift;
  const { fleet } = words;
  const { shift: name, tag, only } = at;
  const wider = [
    ...(only === undefined ? [] : [drawChip(formatFleetView({ shift: name, tag }), fleet.whole(tagged))]),
    ...(tag === undefined
      ? []
      : [drawChip(formatFleetView({ shift: name }), fleet.whole(overview.accounts.length))]),
  ];
  const chips = conditions.map(({ condition, accounts }) => {
    const status = statusOfCondition(condition);
    return drawChip(
      formatFleetView({ shift: name, tag, only: condition }),
      html`${drawIcon(status, 14)} ${nameCondition(condition, words)}`,
      { count: formatNumber(accounts), status, isChosen: only === condition },
    );
  });
  if (wider.length + chips.length === 0) return undefined;
  return html`<ul class="chips" aria-label="${fleet.conditions}: ${fleet.shift(overview.shift)}">${wider}${chips}</ul>`;
}

function drawTags(
  { tags }: ShiftPage,
  { tag: chosen, shift }: Partial<FleetView>,
  words: PageWords,
): Html | undefined {
  if (tags.length === 0) return undefined;
  const { fleet } = words;
  const more = tags.length - mostTags;
  return html`<details class="choice"><summary>${fleet.tags(tags.length)}</summary>
<ul class="chips" aria-label="${fleet.tagColumn}">${tags.slice(0, mostTags).map(({ tag, bad, accounts }) =>
    // A tag that no address can name is text.
    parseFleetView({ tag }).tag === undefined
      ? html`<li>${quote(tag)} <b>${fleet.share(bad, accounts)}</b></li>`
      : drawChip(formatFleetView({ shift, tag }), tag, {
          count: fleet.share(bad, accounts),
          isChosen: tag === chosen,
        }),
  )}</ul>${more > 0 ? html`<p class="note">${fleet.moreTags(more)}</p>` : undefined}</details>`;
}

type ChipDetails = { readonly count?: string; readonly status?: Status; readonly isChosen?: boolean };

function drawChip(
  href: string,
  name: Html | string,
  { count, status, isChosen = false }: ChipDetails = {},
): Html {
  return html`<li${status === undefined ? undefined : html` class="${status}"`}><a href="${href}"${isChosen ? html` aria-current="true"` : undefined}>${name}${count === undefined ? undefined : html` <b>${count}</b>`}</a></li>`;
}

/** A name among ten thousand is found by the first and the last of each page. */
function drawPages({ pages, page }: ShiftPage, at: Partial<FleetView>, words: PageWords): Html | undefined {
  if (pages.length < 2) return undefined;
  return html`<nav aria-label="${words.fleet.pages(pages.length)}"><details class="choice"><summary>${words.fleet.pages(pages.length)}</summary>
<ul class="chips">${pages.map((range, index) =>
    drawChip(formatFleetView({ ...at, page: index + 1 }), drawRange(range, words), {
      isChosen: index + 1 === page,
    }),
  )}</ul></details></nav>`;
}

function drawRange({ first, last }: ShiftPage['pages'][number], words: PageWords): Html {
  const condition = conditionOf(first);
  const isMixed = condition !== conditionOf(last);
  return html`<span>${isMixed ? nameCondition(condition, words) : quote(first.account)} – ${quote(last.account)}</span>`;
}

function drawTurning({ pages, page }: ShiftPage, at: Partial<FleetView>, words: PageWords): Html | undefined {
  if (pages.length < 2) return undefined;
  const to = (other: number) => formatFleetView({ ...at, page: other });
  const { fleet } = words;
  return html`<nav class="turning" aria-label="${fleet.page(page)}">${page > 1 ? html`<a rel="prev" href="${to(page - 1)}">← ${fleet.page(page - 1)}</a>` : undefined}${page < pages.length ? html`<a rel="next" href="${to(page + 1)}">${fleet.page(page + 1)} →</a>` : undefined}</nav>`;
}
