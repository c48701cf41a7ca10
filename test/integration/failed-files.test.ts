import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { invokeHandler } from '../support/invoke-handler.ts';
import type { Behaviour } from '../support/services/behaviours.ts';
import { badDay, type Stage, startStage } from '../support/stage.ts';

const isList: Behaviour['when'] = ({ target }) => target.startsWith('/api/v2/status?');

describe('an alert night that lists which files failed', () => {
  let stage: Stage;
  let account = '';
  let accounts = 0;

  beforeAll(async () => {
    stage = await startStage(badDay);
    for (const [name, value] of Object.entries(stage.environment)) vi.stubEnv(name, value);
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  });
  beforeEach(() => {
    accounts += 1;
    account = `list-${accounts}`;
  });
  afterEach(() => {
    stage.simulator.behave();
    stage.simulator.world.setCounts(stage.yesterday, badDay);
    stage.aws.intervene();
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    await stage[Symbol.asyncDispose]();
  });

  /** Runs the night; gives its mail, and the lists that it kept. */
  async function night(settings: object = {}) {
    const answer = await invokeHandler(stage.event({ name: account, ...settings }));
    const deliveries = stage.aws.deliveries();
    const mail = deliveries.find(({ attributes }) => attributes.account?.value === account)?.body ?? '';
    const lists = [...(await stage.objects(`files/account=${account}/date=${stage.yesterday}/`)).values()];
    return { answer, mail, lists: lists.map((text) => JSON.parse(text)) };
  }

  it('names the files in the mail and keeps the whole list', async () => {
    const { mail, lists } = await night();
    expect(lists).toMatchObject([{ version: 1, account, date: stage.yesterday, read: 43, total: 43 }]);
    const [{ files, stopped }] = lists;
    expect(stopped).toBeUndefined();
    expect(files).toHaveLength(badDay.failure);
    expect(mail).toContain('Which files\nBy category: ');
    expect(mail.match(/^- \//gm)).toHaveLength(10);
    expect(mail).toContain('and 2 more');
  });

  it('reads page after page until every failure that was counted is found', async () => {
    stage.simulator.world.setCounts(stage.yesterday, { ...badDay, complete: 300, failure: 120 });
    const [{ files, read }] = (await night()).lists;
    expect(files).toHaveLength(120);
    expect(read).toBeGreaterThan(200);
  });

  it('reads all pages of a server that sends fewer files a page than it was asked for', async () => {
    stage.simulator.world.setCounts(stage.yesterday, { ...badDay, complete: 250, failure: 49 });
    stage.simulator.behave({ when: isList, pageCap: 50 });
    const { mail, lists } = await night();
    expect(lists).toMatchObject([{ read: 300, total: 300 }]);
    expect(lists[0].stopped).toBeUndefined();
    expect(lists[0].files).toHaveLength(49);
    expect(mail).not.toContain('shows no failed file any more');
  });

  it.each([
    ['ends before the number that it says', '{"content":[],"total":300}', 0],
    ['comes again and again', '{"content":[{"filePath":"/a","status":"COMPLETE"}],"total":300}', 1],
  ])('says that the list was not read to its end when it %s', async (_, body, read) => {
    stage.simulator.behave({ when: isList, reply: { kind: 'given', body } });
    const { mail, lists } = await night();
    expect(lists).toMatchObject([{ read, total: 300, stopped: 'format' }]);
    expect(mail).toContain('(unreadable answer)');
  });

  it('takes a short page for the last where the list has no total', async () => {
    const file = (status: string) => ({ filePath: `/in/${status}.mp4`, status });
    const body = JSON.stringify({ content: [file('COMPLETE'), file('FAILURE')] });
    stage.simulator.behave({ when: isList, reply: { kind: 'given', body } });
    const asked = stage.simulator.requests.filter(isList).length;
    const { lists } = await night();
    expect(lists).toMatchObject([{ read: 2, files: [{ path: '/in/FAILURE.mp4' }] }]);
    expect(lists[0].stopped).toBeUndefined();
    expect(stage.simulator.requests.filter(isList).length - asked).toBe(1);
  });

  it('tells the alert without them when the list is refused, says so, and keeps what is known', async () => {
    stage.simulator.behave({ when: isList, reply: { kind: 'error', httpStatus: 403, code: 260006 } });
    const { answer, mail, lists } = await night();
    expect(answer).toMatchObject({ state: 'measured', notices: [{ kind: 'breached' }] });
    expect(mail).toContain('12 of 43 files failed');
    expect(mail).toContain('The failed files could not be looked up (no permission).');
    expect(lists).toMatchObject([{ files: [], read: 0, stopped: 'permission' }]);
  });

  it('tells the alert with a part of them when the list breaks off, and says so', async () => {
    stage.simulator.world.setCounts(stage.yesterday, { ...badDay, complete: 300, failure: 120 });
    const isLater: Behaviour['when'] = (request) => isList(request) && !request.target.includes('pageNo=1&');
    stage.simulator.behave({ when: isLater, reply: { kind: 'page', httpStatus: 404 } });
    const { mail } = await night();
    expect(mail).toMatch(/Not all files were looked through \([^)]+\):\s100 of 421\./);
  });

  it('names no files of an account that does not want it', async () => {
    const { mail, lists } = await night({ nameFiles: false });
    expect(mail).toContain('12 of 43 files failed');
    expect(mail).not.toContain('Which files');
    expect(lists).toEqual([]);
  });

  it('lists what it holds back, for the report and for when it is told, and once', async () => {
    const quiet = { dates: [{ from: stage.yesterday, to: stage.yesterday, reason: 'moving' }] };
    const silent = await night({ quiet });
    expect(silent.mail).not.toContain('12 of 43 files failed, ');
    expect(silent.lists).toMatchObject([{ date: stage.yesterday, read: 43 }]);
    const page = await stage.objects(`reports/account=${account}/${stage.yesterday}.html`);
    expect([...page.values()].join()).toContain(silent.lists[0].files[0].path);
    await new Promise((resolve) => setTimeout(resolve, 1_100)); // a night is due to the second
    expect((await night({ quiet })).lists).toHaveLength(1);
  });

  it('asks for no list on a night that tells nothing bad', async () => {
    stage.simulator.world.setCounts(stage.yesterday, { ...badDay, failure: 0 });
    expect((await night()).lists).toEqual([]);
  });

  it('tells the alert all the same when the list cannot be archived', async () => {
    stage.aws.intervene(({ action, resource }) =>
      action === 's3:PutObject' && resource.includes('/files/')
        ? { status: 403, code: 'AccessDenied', message: 'no' }
        : undefined,
    );
    const { answer, mail, lists } = await night();
    expect(answer).toMatchObject({ notices: [{ kind: 'breached' }] });
    expect(mail).toContain('By category: ');
    expect(lists).toEqual([]);
  });
});
