import type { Telemetry } from '../ports.ts';

/** One JSON document a line, as Lambda's JSON log format and any log collector take it. */
export function createTelemetry(write: (line: string) => void, now: () => number): Telemetry {
  const log = (level: string, message: string, fields: object = {}) => {
    write(JSON.stringify({ timestamp: new Date(now()).toISOString(), level, message, ...fields }));
  };
  return {
    info: (message, fields) => log('INFO', message, fields),
    warn: (message, fields) => log('WARN', message, fields),
    error: (message, error) => log('ERROR', message, { errorType: error.name, errorMessage: error.message }),
  };
}
