import type { Ledger } from '../core/ledger/ledger.ts';
import { composeAlert, type Message } from '../core/messages/alert.ts';
import { toFallback } from '../core/messages/fallback.ts';
import type { DatedNotice } from '../core/notices/claims.ts';
import type { Audience } from '../core/story/audience.ts';
import { wrap } from '../core/text/columns.ts';
import { formatNumber as n } from '../core/text/number.ts';
import type { CalendarDate } from '../core/time/day.ts';
import type { Language } from '../core/words/language.ts';
import type { Omission } from './omission.ts';

type CheckWords = {
  /** So many dates up to this one. */
  missing(dates: number, newest: CalendarDate): string;
  unsent(notices: number): string;
  readonly unreadable: string;
  found(what: readonly string[]): string;
};

const wording: Readonly<Record<Language, CheckWords>> = {
  en: {
    missing: (dates, newest) =>
      dates === 1
        ? `no night has recorded ${newest}`
        : `no night has recorded ${n(dates)} dates up to ${newest}`,
    unsent: (notices) => `${notices === 1 ? '1 notice was' : `${n(notices)} notices were`} told to nobody`,
    unreadable: 'its ledger cannot be read',
    found: (what) =>
      `Found by the check of the morning: ${what.join('; ')}. The next good night asks for what is missing and tells what was not sent.`,
  },
  ko: {
    missing: (dates, newest) =>
      dates === 1
        ? `${newest}의 야간 조회 기록이 없습니다`
        : `${newest}까지 ${n(dates)}일간의 야간 조회 기록이 없습니다`,
    unsent: (notices) => `알림 ${n(notices)}건이 발송되지 않았습니다`,
    unreadable: '원장을 읽을 수 없습니다',
    found: (what) =>
      `아침 점검 결과: ${what.join('. ')}. 다음 야간 조회가 정상 실행되면 누락된 날짜를 조회하고 발송되지 않은 알림을 보냅니다.`,
  },
};

/**
 * What people are told of what an account's nights did not do: the alert that these would have told, with a word of how it was
 * found. It carries the attributes of that alert, so that it reaches whoever would have got it.
 */
export function composeOmission(
  { account, missing, unsent, unreadable }: Omission,
  { notices, ledger }: { readonly notices: readonly DatedNotice[]; readonly ledger: Ledger },
  surroundings: Omit<Audience, 'account'>,
): Message {
  const message = composeAlert({ account, ...surroundings }, notices, ledger);
  const say = ({ found, ...words }: CheckWords) => {
    if (unreadable !== undefined) return found([words.unreadable]);
    const newest = missing.at(-1);
    const dates = newest === undefined ? [] : [words.missing(missing.length, newest)];
    return found([...dates, ...(unsent.length > 0 ? [words.unsent(unsent.length)] : [])]);
  };
  const note = say(wording[account.language]);
  const { content } = message.chat;
  const description = `${note}\n\n${content.description}`;
  return {
    ...message,
    mail: `${wrap(note).join('\n')}\n\n${message.mail}`,
    chat: { ...message.chat, content: { ...content, description } },
    data: { ...message.data, check: true },
    fallback: toFallback(message.fallback.subject, [say(wording.en), message.fallback.body]),
  };
}
