import type { Telemetry } from '../../lambda/ports.ts';

const nothing = () => undefined;

/** A log that nobody reads. */
export const silentTelemetry: Telemetry = { info: nothing, warn: nothing, error: nothing };
