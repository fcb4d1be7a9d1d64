import { ingestUpload } from '@/lib/http/ingest-upload'
import { route } from '@/lib/http/route'

/** Takes one CloudTrail file (JSON, JSON lines, either gzipped) as the raw body, named by `?name=`. */
export const POST = route(ingestUpload)
