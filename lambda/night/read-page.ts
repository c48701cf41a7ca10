import { type FilePageReading, readFilePage } from '../core/ledger/failed-files.ts';
import type { Answer } from '../ports.ts';

/** What an answer with a page of the list of files says, whatever stopped it from being an answer included. */
export function readPage({ reply, fault }: Answer): FilePageReading {
  if (fault) return { fault };
  const body = reply && 'text' in reply.body ? reply.body.text : '';
  return readFilePage({ httpStatus: reply?.httpStatus ?? 0, body });
}
