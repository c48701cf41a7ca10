import type { CalendarDate } from '../time/day.ts';
import type { Language } from '../words/language.ts';

/** For whom a message or a page is written, and where they look things up. A night is one as it is. */
export type Audience = {
  readonly account: {
    readonly name: string;
    readonly language: Language;
    /** Whose clocks times are told by. */
    readonly timeZone: string;
    /** What recipients can ask for. */
    readonly tags?: readonly string[];
  };
  /** The stack that tells, for the commands named; without one they act on the machine that they are typed on. */
  readonly stack?: string | undefined;
  /** The page of a date, one tap from the message; absent where no reader shows pages. */
  readonly pageOf?: ((date: CalendarDate) => string) | undefined;
  /** The runbook, an https address. */
  readonly runbookUrl?: string | undefined;
};
