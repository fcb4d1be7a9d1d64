import { mutate } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { ExposureFigures } from '@/lib/domain/exposure'

/** Keeps the figures of a day; the last measurement of a day stands. Trends are drawn from these rows. */
export async function recordExposure(ctx: Context, figures: ExposureFigures): Promise<void> {
  authorize(ctx, 'keep-house')
  const takenOn = new Date(`${ctx.now.toISOString().slice(0, 10)}T00:00:00Z`)
  await mutate(ctx, async (tx) => {
    await tx.exposureSnapshot.upsert({
      where: { orgId_takenOn: { orgId: ctx.orgId, takenOn } },
      update: { takenAt: ctx.now, figures },
      create: { orgId: ctx.orgId, takenOn, takenAt: ctx.now, figures },
    })
    const data = { takenOn: takenOn.toISOString().slice(0, 10) }
    return {
      result: undefined,
      events: [{ action: 'exposure.recorded', subjectKind: 'organisation', subjectId: ctx.orgId, data }],
    }
  })
}
