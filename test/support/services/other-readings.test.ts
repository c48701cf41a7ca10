import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask, monday, nightly, nightMs, query2021, statisticsPath } from '../../local/simulator/client.ts';
import { startScriptedSimulator } from './scripted-simulator.ts';

const mondayTarget = `${statisticsPath}?${query2021(monday)}`;
const emptyTarget = `${statisticsPath}?${query2021({ startMs: monday.startMs, endMs: monday.startMs })}`;
const reversedTarget = `${statisticsPath}?${query2021({ startMs: monday.endMs, endMs: monday.startMs })}`;

let simulator: Awaited<ReturnType<typeof startScriptedSimulator>>;

beforeEach(async () => {
  simulator = await startScriptedSimulator(nightly);
});

afterEach(() => simulator.stop());

const statusOf = async (target?: string) => (await ask(simulator, target)).status;

describe('a reversed or empty window', () => {
  const zeros = { waiting: 0, running: 0, complete: 0, failure: 0, canceled: 0 };

  it('is answered with zeros', async () => {
    expect(await (await ask(simulator, reversedTarget)).json()).toEqual({ content: zeros });
  });

  it('is dropped: totals of the last 400 days', async () => {
    simulator.behave({ reversedWindow: 'drop' });
    const lifetime = await (await ask(simulator)).json();
    expect(lifetime).toEqual({ content: simulator.world.statistics({}, nightMs) });
    expect(await (await ask(simulator, reversedTarget)).json()).toEqual(lifetime);
    expect(await (await ask(simulator, emptyTarget)).json()).toEqual(lifetime);
    expect(await (await ask(simulator, mondayTarget)).json()).toEqual({
      content: simulator.world.statistics(monday, nightMs),
    });
  });

  it.each([
    ['loses its start', 'dropStart', { endMs: monday.startMs }],
    ['loses its end', 'dropEnd', { startMs: monday.endMs }],
    ['ends now', 'clamp', { startMs: monday.endMs, endMs: nightMs }],
    ['is put right', 'swap', monday],
  ] as const)('%s', async (_, reversedWindow, window) => {
    simulator.behave({ reversedWindow });
    expect(await (await ask(simulator, reversedTarget)).json()).toEqual({
      content: simulator.world.statistics(window, nightMs),
    });
    expect(await (await ask(simulator, mondayTarget)).json()).toEqual({
      content: simulator.world.statistics(monday, nightMs),
    });
  });

  it('is refused', async () => {
    simulator.behave({ reversedWindow: 'refuse' });
    const response = await ask(simulator, reversedTarget);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 260033 } });
    expect(await statusOf(emptyTarget)).toBe(400);
    expect(await statusOf(mondayTarget)).toBe(200);
  });
});

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
