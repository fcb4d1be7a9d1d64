import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { RecordedFinding } from '@/lib/domain/finding'
import type { FindingStatus } from '@/lib/domain/life'

/** Every finding on record with what decides its fate, ids as UUIDs: for the detectors' job, not for pages. */
export async function listRecordedFindings(ctx: Context): Promise<RecordedFinding[]> {
  authorize(ctx, 'run-detectors')
  const rows = await reader().finding.findMany({
    where: { orgId: ctx.orgId },
    select: {
      id: true,
      detector: true,
      subjectKind: true,
      subjectId: true,
      status: true,
      statusUntil: true,
      severity: true,
      title: true,
      evidence: true,
    },
  })
  return rows.map((row) => ({ ...row, status: row.status as FindingStatus }))
}
