/** In which order two texts that differ stand, by their code units: whatever the language, the same everywhere. */
export function compareTexts(one: string, other: string): number {
  return one < other ? -1 : 1;
}
