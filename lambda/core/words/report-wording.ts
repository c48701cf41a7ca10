import { en } from './en/report.ts';
import { ko } from './ko/report.ts';
import type { Language } from './language.ts';
import type { ReportWords } from './report-words.ts';

/** The report's words in each language. */
export const reportWording: Readonly<Record<Language, ReportWords>> = { en, ko };
