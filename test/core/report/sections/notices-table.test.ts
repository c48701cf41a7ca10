import { describe, expect, it } from 'vitest';
import { ledgerOf, measuredLine, noticeOf } from '../../../support/lines.ts';
import { textOn } from '../../../support/report-pages.ts';

const date = '2026-11-22';

describe('the table of notices', () => {
  it('lists alerts newest first', async () => {
    const at = (hour: string) => `2026-11-22T${hour}:00:00.000Z`;
    const notices = [
      noticeOf('breached', { id: 'a', committedAt: at('16'), messageId: 'the-first' }),
      noticeOf('revised', { id: 'b', committedAt: at('18'), messageId: 'the-last' }),
      noticeOf('escalated', { id: 'c', committedAt: at('17'), messageId: 'the-second' }),
    ];
    const text = await textOn(date, ledgerOf(measuredLine(date, { notices })));
    expect(text).toMatch(/the-last.*the-second.*the-first/s);
  });
});
