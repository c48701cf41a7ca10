import type { Stage } from '../test/support/stage.ts';

/** How long each answer takes to come, milliseconds. */
export type Waits = { readonly vodStation: number; readonly s3: number; readonly sns: number };

/** As in Lambda: services of its own Region, and a vendor in the internet. */
export const realisticWaits: Waits = { vodStation: 80, s3: 25, sns: 30 };

/** Lets every answer of a stage wait; without waits it comes at once, as before. */
export function letWait({ aws, simulator }: Stage, waits?: Waits): void {
  if (!waits) {
    aws.intervene();
    simulator.behave();
    return;
  }
  simulator.behave({ transfer: { kind: 'slow', headersAfterMs: waits.vodStation } });
  aws.intervene(async ({ action }) => {
    await new Promise((resolve) => setTimeout(resolve, action.startsWith('sns:') ? waits.sns : waits.s3));
    return undefined;
  });
}
