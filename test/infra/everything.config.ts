import { defineConfig } from '../../lambda/config/config.ts';

// The stack with everything that can be left out.
export default defineConfig({
  accounts: [{ name: 'acme' }],
  fleet: { shifts: [{ name: 'seoul' }] },
  alerts: { email: ['ops@example.com', { address: 'gold@example.com', tags: ['gold'] }] },
  reports: { email: ['boss@example.com'], links: { days: 14, reservedConcurrency: 5 } },
});
