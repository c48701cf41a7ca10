import type { LogFields, Telemetry } from '../ports.ts';

/**
 * One JSON document a line, as Lambda's JSON log format and any log collector take it.
 * @param common what stands in each of them
 */
export function createTelemetry(
  write: (line: string) => void,
  now: () => number,
  common: LogFields = {},
): Telemetry {
  const log = (level: string, message: string, fields: object = {}) => {
    write(JSON.stringify({ timestamp: new Date(now()).toISOString(), level, message, ...common, ...fields }));
  };
  return {
    info: (message, fields) => log('INFO', message, fields),
    warn: (message, fields) => log('WARN', message, fields),
    error: (message, error) => log('ERROR', message, { errorType: error.name, errorMessage: error.message }),
  };
}
