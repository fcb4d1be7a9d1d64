import { expireAccess } from '@/lib/commands/expire-access'
import { measureUsedAccess } from '@/lib/commands/measure-used-access'
import { detectForOrganisation } from '@/lib/jobs/run-detectors'
import { takeExposureSnapshot } from '@/lib/jobs/take-exposure-snapshot'
import type { Story } from '@/prisma/demo/story'

const DAYS = 31

/** What the worker would have done each day: tidied, measured what was used, run the detectors and taken the exposure. */
export function keepDaily(story: Story): void {
  for (let day = DAYS; day >= 0; day--) {
    story.daysAgo(day, async (now) => {
      await expireAccess(story.system('sweep', now))
      await measureUsedAccess(story.system('measure', now))
      await detectForOrganisation(story.system('detectors', now))
      await takeExposureSnapshot({ orgId: story.orgId }, now)
    })
  }
}
