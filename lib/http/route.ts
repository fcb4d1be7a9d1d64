import { unstable_rethrow } from 'next/navigation'
import type { Context } from '@/lib/domain/context'
import { pageContext } from '@/lib/http/context'
import { toProblem } from '@/lib/http/problem'

/** A route handler for a signed-in member: whatever fails answers as one JSON problem with its status. */
export function route<P>(run: (ctx: Context, request: Request, params: P) => Promise<Response>) {
  return async (request: Request, { params }: { params: Promise<P> }): Promise<Response> => {
    try {
      return await run(await pageContext(), request, await params)
    } catch (error) {
      unstable_rethrow(error)
      const { status, ...problem } = toProblem(error)
      return Response.json({ error: problem }, { status })
    }
  }
}
