import type { S3Client } from '@aws-sdk/client-s3';
import { type ClockReading, readClock } from '../../core/time/clock-reading.ts';
import type { Clock } from '../../ports.ts';

/** Listens to what the store's clock says in each answer, errors among them; gives the newest. */
export function listenToStoreClock(client: S3Client, clock: Clock): () => ClockReading | undefined {
  let newest: ClockReading | undefined;
  client.middlewareStack.add(
    (next) => async (args) => {
      const sentAtMs = clock.now();
      const result = await next(args);
      const { headers }: { readonly headers?: unknown } = Object(result.response);
      const { date, age }: Readonly<Record<string, string | undefined>> = Object(headers);
      newest = readClock({ date, age }, sentAtMs, clock.now()) ?? newest;
      return result;
    },
    // Nearest to the connection, where an error is an answer like any other.
    { step: 'deserialize', priority: 'low', name: 'listenToStoreClock' },
  );
  return () => newest;
}
