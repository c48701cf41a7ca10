import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../../local/simulator/server.ts';
import { ask, monday, nightly, query2021, statisticsPath } from './client.ts';

let simulator: Simulator;

beforeEach(async () => {
  simulator = await startSimulator(nightly);
});
afterEach(() => simulator.stop());

type Page = { readonly content: readonly object[]; readonly total: number };

async function pageOf(pageNo: number, size: number): Promise<Page> {
  const target = `/api/v2/status?pageNo=${pageNo}&pageSizeNo=${size}&${query2021(monday)}`;
  return (await (await ask(simulator, target)).json()) as Page;
}

it('a page of the list of files has no more than the cap, and the next page goes on from there', async () => {
  const { content: whole, total } = await pageOf(1, 40);
  simulator.behave({ pageCap: 15 });
  const pages = [await pageOf(1, 40), await pageOf(2, 40), await pageOf(3, 10)] as const;
  expect(pages.map(({ content }) => content.length)).toEqual([15, 15, 10]);
  expect([...pages[0].content, ...pages[1].content]).toEqual(whole.slice(0, 30));
  expect(pages.map((page) => page.total)).toEqual([total, total, total]);
});

it('counts of no files are zeros, or an empty list', async () => {
  const answerOf = async (window: typeof monday) =>
    (await ask(simulator, `${statisticsPath}?${query2021(window)}`)).json();
  const nothing = { startMs: monday.startMs, endMs: monday.startMs };
  const zeros = { waiting: 0, running: 0, complete: 0, failure: 0, canceled: 0 };
  const full = await answerOf(monday);
  expect(await answerOf(nothing)).toEqual({ content: zeros });
  simulator.behave({ emptyList: true });
  expect(await answerOf(nothing)).toEqual({ content: [] });
  expect(await answerOf(monday)).toEqual(full);
});
