import { accessSync, constants } from 'node:fs';
import { env } from 'node:process';

const usualPlaces = [
  ...['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'],
  ...['/usr/bin/google-chrome-stable', '/opt/google/chrome/chrome'],
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Where a Chromium is: where `CHROMIUM_PATH` says, or else in a usual place; nothing where there is none. */
export function findChromium(): string | undefined {
  const named = env.CHROMIUM_PATH;
  return named ? named : usualPlaces.find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
