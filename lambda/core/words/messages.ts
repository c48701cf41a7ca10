import { en, type MessageWords } from './en/messages.ts';
import { ko } from './ko/messages.ts';
import type { Language } from './language.ts';

/** What messages say in each language; pages say it in the same words. */
export const messageWords: Readonly<Record<Language, MessageWords>> = { en, ko };
