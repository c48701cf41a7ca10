import { defineConfig } from './lambda/config/config.ts';

// Every option, its default and what it means: lambda/config/config.ts.
export default defineConfig({
  accounts: [
    {
      name: 'example',
      // The night is due at 01:10 in Asia/Seoul, and reports the day before.
      timeZone: 'Asia/Seoul',
      time: '01:10',
      // Tell people when at least 5 files of one day failed, and by text message as well from 20.
      rules: { failureCount: { warning: 5, critical: 20 } },
    },
  ],
  // Who is told. Until an address stands here nobody is, however bad a night: `npx cdk synth` and `doctor` warn of that.
  // Each address gets a mail that asks to confirm. { address, accounts, severities, kinds } tells of these only.
  alerts: { email: [], sms: [], https: [] },
  // Who gets the nightly summary.
  reports: { email: [], https: [] },
});
