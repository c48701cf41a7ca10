import { defineConfig } from './lambda/config.ts';

/** What you edit: the accounts to report on, and who is told. Every option is described in lambda/config.ts. */
export default defineConfig({
  accounts: [
    {
      name: 'example',
      timeZone: 'Asia/Seoul',
      time: '01:10',
      rules: { failureCount: { warning: 5, critical: 20 } },
    },
  ],
  alerts: {
    email: ['ops@example.com'],
    sms: ['+821012345678'],
  },
  reports: {
    email: ['ops@example.com'],
  },
});
