import { en, type PageWords } from './en/page.ts';
import { ko } from './ko/page.ts';
import type { Language } from './language.ts';

/** What only pages say, in each language: apart from what messages say, as a night that only tells does without. */
export const pageWords: Readonly<Record<Language, PageWords>> = { en, ko };
