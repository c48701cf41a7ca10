import { expectSignature } from '../../../local/simulator/gateway.ts';
import type {
  ScriptedSimulator,
  ScriptedSimulatorOptions,
} from '../../support/services/scripted-simulator.ts';

/** A pair of keys that opens nothing but a simulator. */
export const keys = { accessKey: 'SIMULATEDACCESSKEY01', secretKey: 'simulated-secret-key' };

/** Tuesday 2026-11-24, 01:10 in Seoul: when a night asks for Monday. */
export const nightMs = Date.UTC(2026, 10, 23, 16, 10);

/** Monday 2026-11-23 in Seoul. */
export const monday = { startMs: Date.UTC(2026, 10, 22, 15), endMs: Date.UTC(2026, 10, 23, 15) };

/** A simulator whose clock stands still in the night. */
export const nightly: ScriptedSimulatorOptions = { ...keys, now: () => nightMs };

export const statisticsPath = '/api/v2/status/status-statistic';

/** The query for a window as the edition of 2021 has it. */
export function query2021({ startMs, endMs }: { startMs: number; endMs: number }): string {
  return `workStartTimeTo=${startMs}&workStartTimeFrom=${endMs}`;
}

/** The headers of a request signed in the night, some of them replaced, or left out when undefined. */
export function signedHeaders(
  target: string,
  replaced: { timestamp?: string; accessKey?: string; secretKey?: string; method?: string } = {},
): Record<string, string> {
  const {
    timestamp = String(nightMs),
    accessKey = keys.accessKey,
    secretKey = keys.secretKey,
    method = 'GET',
  } = replaced;
  return {
    'x-ncp-apigw-timestamp': timestamp,
    'x-ncp-iam-access-key': accessKey,
    'x-ncp-apigw-signature-v2': expectSignature({ method, target, timestamp, accessKey }, secretKey),
  };
}

/** Sends a well-signed GET. */
export function ask(simulator: ScriptedSimulator, target: string = statisticsPath): Promise<Response> {
  return fetch(simulator.url + target, { headers: signedHeaders(target) });
}
