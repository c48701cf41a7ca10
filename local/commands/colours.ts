/** How bad a broken rule is. */
export const severityColours = { critical: 'red', warning: 'yellow' } as const;

/** How the standing of a date is coloured. */
export const stateColours = {
  settled: undefined,
  provisional: 'cyan',
  unavailable: 'magenta',
  missing: 'red',
} as const;
