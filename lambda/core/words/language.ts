/** The languages in which people can be told. */
export const languages = ['en', 'ko'] as const;

/** See {@link languages}. */
export type Language = (typeof languages)[number];
