// Our night as one process: what Lambda does, without Lambda. The event is in the environment; the peak of memory, in kilobytes,
// goes to descriptor 3.
import { writeSync } from 'node:fs';
import { env, resourceUsage } from 'node:process';

const { handler } = await import(env.BUNDLE_URL ?? '');
await handler(JSON.parse(env.EVENT ?? ''), { awsRequestId: 'bench', getRemainingTimeInMillis: () => 60_000 });
writeSync(3, String(resourceUsage().maxRSS));
