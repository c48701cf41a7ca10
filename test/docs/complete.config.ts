import { defineConfig } from '../../lambda/config/config.ts';

export default defineConfig({
  accounts: [
    {
      name: 'drama',
      timeZone: 'Asia/Seoul',
      time: '01:10',
      language: 'ko',
      secret: { ring: 'own' },
      tags: ['team-drama', 'gold'],
      baseUrl: 'https://vodstation.apigw.ntruss.com',
      windowOrder: 'auto',
      lookBackDays: 7,
      nameFiles: true,
      report: true,
      rules: {
        failureCount: { warning: 5, critical: 20 },
        failureRate: { warning: 20, critical: 50, minimumFiles: 20 },
        unusualFailures: { warning: 6, critical: 12, minimumWeeks: 4, minimumFailures: 5 },
        volumeDrop: { warning: 70, critical: 95, minimumWeeks: 4, minimumUsual: 20 },
        stuck: { warning: 3, critical: 6 },
      },
      quiet: {
        weekdays: ['sat', 'sun'],
        dates: [{ from: '2027-02-06', to: '2027-02-09', reason: 'Seollal' }],
        exceptCritical: true,
      },
    },
    {
      // Another customer, in the government zone, whose keys lie in a secret that was there before.
      name: 'city-archive',
      baseUrl: 'https://vod-station.apigw.gov-ntruss.com',
      secret: 'arn:aws:secretsmanager:ap-northeast-1:111122223333:secret:vod/city-archive-AbCdEf',
      secretKmsKey: 'arn:aws:kms:ap-northeast-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
      rules: { unusualFailures: false, volumeDrop: false },
    },
  ],
  fleet: {
    shifts: [
      { name: 'seoul', timeZone: 'Asia/Seoul', time: '01:20' },
      { name: 'tokyo', timeZone: 'Asia/Tokyo' },
    ],
    concurrency: 50,
    passes: [300, 1_800, 7_200],
    language: 'en',
  },
  alerts: {
    email: [
      'media-ops@example.com',
      { address: 'drama-team@example.com', accounts: ['drama'], severities: ['warning', 'critical'] },
      { address: 'gold-desk@example.com', tags: ['gold'] },
    ],
    sms: ['+821012345678'],
    smsSeverities: ['critical'],
    https: [{ address: 'https://chat.example.com/hook', kinds: ['breached', 'escalated', 'unavailable'] }],
  },
  reports: {
    email: ['head-of-media@example.com'],
    links: { days: 14, reservedConcurrency: 5 },
  },
  deployment: {
    memoryMb: 512,
    reservedConcurrency: 10,
    logRetentionDays: 90,
    noncurrentVersionDays: 90,
    runbookUrl: 'https://wiki.example.com/vod-nightly/runbook',
  },
});
