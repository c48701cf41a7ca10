import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { invokeHandler } from '../support/invoke-handler.ts';
import { badDay, type Stage, startStage } from '../support/stage.ts';

describe('a warm function whose keys are rotated', () => {
  let stage: Stage;
  let log = '';
  let name = '';
  let accounts = 0;

  beforeAll(async () => {
    stage = await startStage(badDay);
    for (const [variable, value] of Object.entries(stage.environment)) vi.stubEnv(variable, value);
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      log += String(text);
      return true;
    });
  });
  beforeEach(() => {
    accounts += 1;
    name = `account-${accounts}`;
    log = '';
  });
  afterEach(() => {
    stage.aws.intervene();
    stage.simulator.behave();
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    await stage[Symbol.asyncDispose]();
  });

  const good = () => JSON.stringify(stage.keys);

  /** A night that takes its keys from the secret of its account: what the ledger says of yesterday, and what it failed with. */
  async function night() {
    const event = stage.event({ name, secret: `keys-of-${name}`, nameFiles: false });
    const error = await invokeHandler(event, { requestId: name }).then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    const [line] = await stage.ledger(name);
    return { line, message: error?.message ?? '' };
  }

  const store = (text: string) => stage.aws.setSecret(`keys-of-${name}`, text);

  it.each([
    ['missing', undefined, 'credentialsNotSet', 'ResourceNotFoundException'],
    ['the placeholder', 'not-set', 'credentialsNotSet', 'no access key and secret key are set'],
    ['cut off', '{"accessKey":"a', 'credentialsNotSet', 'not a JSON document'],
    ['full of a zero-width space', '{"accessKey":"a\u200bb","secretKey":"c"}', 'wrongKeys', 'U+200B'],
    ['broken over two lines', '{"accessKey":"ab","secretKey":"c\\r\\nd"}', 'wrongKeys', 'U+000D'],
  ])('measures with good keys after a night whose secret was %s', async (_name, text, code, detail) => {
    if (text !== undefined) store(text);
    const asked = stage.simulator.requests.length;
    const first = await night();
    expect(first.line).toMatchObject({ state: 'unavailable', fault: { code } });
    expect(first.message).toContain(detail);
    expect(stage.simulator.requests).toHaveLength(asked);
    store(good());
    expect((await night()).line).toMatchObject({ state: 'measured', counts: badDay });
  });

  it('measures with good keys after a night in which Secrets Manager had too much to do', async () => {
    store(good());
    stage.aws.intervene(({ service }) =>
      service === 'secretsmanager'
        ? { status: 400, code: 'ThrottlingException', message: 'Rate exceeded' }
        : undefined,
    );
    expect((await night()).message).toContain('ThrottlingException');
    stage.aws.intervene();
    expect((await night()).line).toMatchObject({ state: 'measured', counts: badDay });
  });

  it('takes keys that are rotated in the middle of a night, and keeps them for the next', async () => {
    const { accessKey } = stage.keys;
    store(JSON.stringify({ accessKey, secretKey: 'the old one' }));
    expect((await night()).line).toMatchObject({ fault: { code: 'wrongKeys' } });
    const reads: string[] = [];
    stage.aws.intervene(({ service, operation }) => {
      if (service === 'secretsmanager') reads.push(operation);
      return undefined;
    });
    // The old keys are still in memory: the first question is refused with them, and the secret read again.
    store(good());
    expect((await night()).line).toMatchObject({ state: 'measured', counts: badDay });
    expect(reads).toHaveLength(1);
    await night();
    expect(reads).toHaveLength(1);
  });

  it('signs with what is between the line breaks and marks that surround a key', async () => {
    const { accessKey, secretKey } = stage.keys;
    store(
      `\ufeff${JSON.stringify({ accessKey: `\ufeff${accessKey}\r\n`, secretKey: `\u00a0${secretKey}\n` })}\n`,
    );
    expect((await night()).line).toMatchObject({ state: 'measured', counts: badDay });
  });

  it('says no key anywhere, however wrong it is', async () => {
    const { accessKey, secretKey } = stage.keys;
    store(JSON.stringify({ accessKey, secretKey: `${secretKey}\u200b${secretKey}` }));
    const { message, line } = await night();
    const told = JSON.stringify(stage.aws.deliveries());
    expect([message, log, JSON.stringify(line), told].join('\n')).not.toContain(secretKey);
  });
});
