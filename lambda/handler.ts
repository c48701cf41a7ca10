import middy, { type MiddlewareObj } from '@middy/core';
import type { Context } from 'aws-lambda';
import { connectFleetFrom, connectFrom } from './adapters/connect.ts';
import { type FunctionEvent, parseEvent } from './config/event.ts';
import { beginNight } from './steps/begin-night.ts';

/** Left to the platform between the end of a night and the end of the invocation, milliseconds. */
const shutdownReserveMs = 2_000;

/** Straight to stdout: Lambda would wrap what goes through the console, and CloudWatch would find no metrics in it. */
const write = (line: string) => process.stdout.write(`${line}\n`);
const surroundings = {
  connect: connectFrom(process.env, write),
  connectFleet: connectFleetFrom(process.env, write),
  environment: process.env,
  write,
};

/** Refuses an event of nothing that the function does, with all its faults, before anything is asked or written. */
const validateEvent: MiddlewareObj<unknown> = {
  before: (request) => {
    request.event = parseEvent(request.event);
  },
};

/** Lambda logs the stack trace of what is thrown; what were thrown here would stand in its place. */
const traceErrors: MiddlewareObj<unknown> = {
  onError: ({ error }) =>
    import('./adapters/source-stack.ts')
      .then(({ traceToSources }) => traceToSources(error))
      .catch(() => undefined),
};

/** The Lambda function. */
export const handler = middy<FunctionEvent, object, Error, Context>({ timeoutEarlyInMillis: 0 })
  .use([traceErrors, validateEvent])
  .handler(async (event, context) => {
    const deadlineMs = Date.now() + context.getRemainingTimeInMillis() - shutdownReserveMs;
    // A start of the function waits for no step. A night loads while its first question is under way.
    if ('scheduledTime' in event) {
      const night = beginNight(event, deadlineMs, surroundings);
      const { runNight } = await import('./steps/night.ts');
      return runNight(night, surroundings);
    }
    const steps = await import('./steps/others.ts');
    if ('check' in event) return steps.runCheck(event, deadlineMs, surroundings);
    if ('list' in event) return steps.runList(event, deadlineMs, surroundings);
    if ('muster' in event) return steps.runMuster(event, deadlineMs, surroundings);
    return steps.runBackfill(event, deadlineMs, surroundings);
  });
