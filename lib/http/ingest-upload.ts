import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { assertSameOrigin } from '@/lib/http/same-origin'
import { ingestCloudTrail } from '@/lib/jobs/ingest-cloudtrail'

const MAX_NAME_LENGTH = 300

/** The uploaded file's name, from the address: for the summary only, never a path. */
function fileName(request: Request): string {
  const name = new URL(request.url).searchParams.get('name') ?? ''
  return name.replaceAll(/[\p{Cc}/\\]/gu, '_').slice(-MAX_NAME_LENGTH) || 'upload'
}

async function* oneFile(request: Request) {
  if (!request.body) throw new DomainError('invalid_input', 'There is no file in this request.')
  yield { name: fileName(request), stream: request.body as AsyncIterable<Uint8Array> }
}

/** Feeds one uploaded file into the ingest as it arrives: it is never held whole, so it may be of any size. Answers with
 *  the summary, also where the file was refused; what fails before reading is a problem with its own status. */
export async function ingestUpload(ctx: Context, request: Request): Promise<Response> {
  authorize(ctx, 'ingest-records')
  assertSameOrigin(request)
  const options = { source: fileName(request), now: () => new Date() }
  return Response.json(await ingestCloudTrail(ctx, oneFile(request), options))
}
