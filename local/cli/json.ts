/** The result of a command for programs: one document by itself, several as a list. */
export function formatJson(documents: readonly object[]): string {
  return JSON.stringify(documents.length === 1 ? documents[0] : documents);
}
