// Our night as one process: what Lambda does, without Lambda. The event is in the environment.
import { env } from 'node:process';

const { handler } = await import(env.BUNDLE_URL ?? '');
await handler(JSON.parse(env.EVENT ?? ''), { awsRequestId: 'bench', getRemainingTimeInMillis: () => 60_000 });
