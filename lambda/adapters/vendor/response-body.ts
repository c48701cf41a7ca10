import type { Body } from '../../core/vendor/exchange.ts';
import { toError } from '../../errors.ts';

/** The largest body that is read, in bytes: a hundred times what statistics need. */
const readMaxBytes = 1_000_000;
/** What is kept of a body that is larger. */
const keptMaxBytes = 64_000;

/**
 * Reads a body of at most 1 MB; of a larger one, or one that breaks off, gives the beginning, and what stopped it. Never throws.
 * @param redact takes out of a text what must not be kept
 */
export async function readBody(
  stream: AsyncIterable<Uint8Array> | null,
  redact: (text: string) => string,
): Promise<{ readonly body: Body; readonly failure?: 'tooLarge' | Error }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const stop = (failure: 'tooLarge' | Error) => {
    const beginning = Buffer.concat(chunks).subarray(0, keptMaxBytes);
    return { body: toBody(beginning, true, redact), failure };
  };
  try {
    for await (const chunk of stream ?? []) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > readMaxBytes) return stop('tooLarge');
    }
  } catch (error) {
    return stop(toError(error));
  }
  return { body: toBody(Buffer.concat(chunks), false, redact) };
}

/** Bytes as text where they are UTF-8, else in Base64. */
function toBody(bytes: Buffer, truncated: boolean, redact: (text: string) => string): Body {
  const clean = Buffer.from(redact(bytes.toString('latin1')), 'latin1');
  const text = decodeUtf8(clean, truncated);
  return text === undefined ? { base64: clean.toString('base64'), truncated } : { text, truncated };
}

/** The cut may fall within a character: what is left of it is then not held against the text. */
function decodeUtf8(bytes: Buffer, truncated: boolean): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: truncated });
  } catch {
    return undefined;
  }
}
