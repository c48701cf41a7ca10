import type { Language } from '../messages/language.ts';
import { en } from './en.ts';
import { ko } from './ko.ts';
import type { ReportWords } from './words.ts';

/** The report's words in each language. */
export const reportWording: Readonly<Record<Language, ReportWords>> = { en, ko };
