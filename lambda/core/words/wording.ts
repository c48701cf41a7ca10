import { en } from './en/alert.ts';
import { ko } from './ko/alert.ts';
import type { Language, Words } from './language.ts';

/** The words of each language. */
export const wording: Readonly<Record<Language, Words>> = { en, ko };
