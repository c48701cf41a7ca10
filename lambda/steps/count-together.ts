import { buildFunctionMetrics } from '../core/metrics.ts';
import type { Surroundings } from './surroundings.ts';

/** Writes metrics of all accounts, or those of a shift, together; on a machine that is no Lambda function there is nobody who would watch them. */
export function countTogether(
  values: Parameters<typeof buildFunctionMetrics>[1],
  { environment, write }: Surroundings,
  shift?: string,
): void {
  const { AWS_LAMBDA_FUNCTION_NAME: functionName } = environment;
  if (functionName === undefined) return;
  const of = { functionName, ...(shift !== undefined && { shift }) };
  write(JSON.stringify(buildFunctionMetrics(of, values, Date.now())));
}
