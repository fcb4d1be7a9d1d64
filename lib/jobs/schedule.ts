import type { TaskName } from '@/lib/domain/job'

/** What happens by itself: task → when, as a cron expression in UTC. A start missed while nothing ran is made up once. */
export const SCHEDULE: readonly { task: TaskName; cron: string }[] = [
  { task: 'run-detectors', cron: '*/15 * * * *' },
  { task: 'measure-uses', cron: '*/2 * * * *' },
  { task: 'sweep-expired', cron: '*/5 * * * *' },
  { task: 'keep-approvals', cron: '*/3 * * * *' },
  { task: 'warn-expiring', cron: '*/10 * * * *' },
  { task: 'send-digests', cron: '0 7 * * 1' },
  { task: 'take-exposure-snapshot', cron: '7 * * * *' },
  { task: 'ensure-partitions', cron: '22 3 * * *' },
]
