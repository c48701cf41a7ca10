/** The HTTP status of an answer that the SDK made an error of, also where its body was nobody's it knows. */
export function statusOf(error: unknown): number | undefined {
  return metadataOf(error)?.httpStatusCode;
}

/** An error of the SDK in a few words: the service's own, or what else came in the place of its answer. */
export function describeAwsError(error: Error): string {
  const status = statusOf(error);
  // What the SDK could not read has no name of its own, and a message that is meant for programmers.
  if (status !== undefined && !('$fault' in error))
    return `HTTP status ${status} with an answer that is not the service's own`;
  return `${error.name}${error.message === '' ? '' : `, ${error.message}`}`;
}

function metadataOf(error: unknown): { readonly httpStatusCode?: number } | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined;
  const { $metadata } = error;
  return typeof $metadata === 'object' && $metadata !== null ? $metadata : undefined;
}
