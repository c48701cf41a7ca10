import { readdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleAlone } from '../support/bundle-process.ts';
import { type SharedClock, startSharedClock } from '../support/shared-clock.ts';
import { badDay, type Stage, startStage } from '../support/stage.ts';
import { startWarmBundle } from '../support/warm-bundle.ts';

describe('a warm function that could not read a part of itself once', () => {
  let bundle: string;
  let stage: Stage;
  let clock: SharedClock;

  beforeAll(async () => {
    const secrets = { 'link-key': 'a-key-of-the-stack-0123456789abcdefghij' };
    [bundle, stage] = await Promise.all([bundleAlone(), startStage(badDay, { secrets })]);
    clock = await startSharedClock(stage);
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  /** Nothing can read the chunk until what is given is called. */
  async function hide(chunk: string): Promise<() => Promise<unknown>> {
    const folder = join(dirname(bundle), 'chunks');
    const files = (await readdir(folder)).filter((name) => name.startsWith(`${chunk}-`));
    expect(files.length).toBeGreaterThan(0);
    const paths = files.map((name) => join(folder, name));
    await Promise.all(paths.map((path) => rename(path, `${path}.hidden`)));
    return () => Promise.all(paths.map((path) => rename(`${path}.hidden`, path)));
  }

  const alertsOf = (name: string) =>
    stage.aws
      .deliveries()
      .filter(({ attributes: { account } }) => account?.value === name)
      .map(({ attributes }) => attributes.noticeId?.value);

  it.each([
    // What it costs the night: all but its first question, the keys, the telling, a link, or the page.
    ['night', 'night-', 0],
    ['secrets', 'credentialsNotSet', 1],
    ['notifier', 'notifier-', 0],
    ['tell', 'tell-', 0],
    ['link-key', undefined, 1],
    ['draw-page', 'draw-page-', 1],
  ])('makes up for it in the next night: %s', async (chunk, reason, alertsAtOnce) => {
    const links = { VOD_NIGHTLY_READER_URL: 'https://reader.example/', VOD_NIGHTLY_LINK_KEY: 'link-key' };
    await using fn = startWarmBundle(bundle, { ...stage.environment, ...links, ...clock.environment });
    stage.aws.setSecret(`keys-of-${chunk}`, JSON.stringify(stage.keys));
    const event = stage.event({ name: chunk, secret: `keys-of-${chunk}`, report: true });
    const putBack = await hide(chunk);
    const { error } = await fn.invoke(event, 20_000);
    await putBack();
    if (reason === undefined) expect(error).toBeUndefined();
    else expect(error?.errorMessage).toContain(reason);
    expect(alertsOf(chunk)).toHaveLength(alertsAtOnce);

    // What it had claimed and could not tell is open after a minute.
    await clock.advance(61_000);
    expect(await fn.invoke(event, 20_000)).not.toHaveProperty('error');
    const [line, ...others] = await stage.ledger(chunk);
    expect(others).toEqual([]);
    expect(line).toMatchObject({ state: 'measured', counts: badDay });
    expect(line?.notices.map(({ state, id }) => [state, id])).toEqual(
      alertsOf(chunk).map((id) => ['sent', id]),
    );
    expect([...(await stage.objects(`reports/account=${chunk}/`)).keys()]).toHaveLength(1);
  });
});
