import type { Body } from '../../core/ledger/snapshot.ts';
import { toError } from '../../errors.ts';

/** The largest body that is read, in bytes: a hundred times what statistics need. */
const readMaxBytes = 1_000_000;
/** What is kept of a body that is larger. */
const keptMaxBytes = 64_000;

/** A body as far as it came, and what stopped it from coming whole. */
export type ReadBody = {
  readonly bytes: Buffer;
  readonly truncated: boolean;
  readonly failure?: 'tooLarge' | Error;
};

/** Reads a body of at most 1 MB; of a larger one, or one that breaks off, gives the beginning. Never throws. */
export async function readBody(stream: AsyncIterable<Uint8Array> | null): Promise<ReadBody> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of stream ?? []) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > readMaxBytes) {
        return {
          bytes: Buffer.concat(chunks).subarray(0, keptMaxBytes),
          truncated: true,
          failure: 'tooLarge',
        };
      }
    }
  } catch (error) {
    return {
      bytes: Buffer.concat(chunks).subarray(0, keptMaxBytes),
      truncated: true,
      failure: toError(error),
    };
  }
  return { bytes: Buffer.concat(chunks), truncated: false };
}

/** Bytes as text where they are UTF-8, else in Base64, after `redact` has seen them. */
export function toBody({ bytes, truncated }: ReadBody, redact: (text: string) => string): Body {
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
