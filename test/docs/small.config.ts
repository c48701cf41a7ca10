import { defineConfig } from '../../lambda/config/config.ts';

export default defineConfig({
  accounts: [
    { name: 'drama', language: 'ko', rules: { failureCount: { warning: 5, critical: 20 } } },
    { name: 'sports', time: '06:30', quiet: { weekdays: ['sat', 'sun'] } },
  ],
  alerts: { email: ['media-ops@example.com'], sms: ['+821012345678'] },
  reports: { email: ['media-ops@example.com'], links: { days: 14 } },
});
