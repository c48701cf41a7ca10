import type { Context } from 'aws-lambda';
import type { OutcomeDocument } from '../../lambda/night/outcome.ts';

/** How Lambda calls the function. */
export type Invocation = {
  /** The same for a retry. */
  readonly requestId?: string;
  readonly remainingMs?: number;
};

type Handler = (event: object, context: Context) => Promise<OutcomeDocument>;

/** Calls the handler in this process as Lambda would; it reads the environment when it is first called. */
export async function invokeHandler(event: object, given: Invocation = {}): Promise<OutcomeDocument> {
  const { requestId = crypto.randomUUID(), remainingMs = 60_000 } = given;
  const { handler } = (await import('../../lambda/handler.ts')) as unknown as { handler: Handler };
  const endsMs = Date.now() + remainingMs;
  const context = { awsRequestId: requestId, getRemainingTimeInMillis: () => endsMs - Date.now() };
  return handler(event, context as Context);
}
