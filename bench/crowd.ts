// The nights of many accounts at once in one process. How many of them failed goes to descriptor 3.
import { writeSync } from 'node:fs';
import { env } from 'node:process';

const { handler } = await import(env.BUNDLE_URL ?? '');
const context = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 300_000 };
const events: unknown[] = JSON.parse(env.EVENTS ?? '');
const nights = await Promise.allSettled(events.map((event) => handler(event, context)));
writeSync(3, String(nights.filter(({ status }) => status === 'rejected').length));
