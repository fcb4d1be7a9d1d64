import { describeIngestProblem } from '@/lib/domain/ingest-problem'

/** What came of one file: the counts of the run, whether it was refused whole, and what could not be read. */
export type Upload =
  | { state: 'sending'; sent: number }
  | { state: 'reading' }
  | { state: 'done'; counts: Record<string, number>; problems: string[]; isRefused: boolean }
  | { state: 'failed'; message: string }

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** Reads the ingest's summary: its numbers are the counts, its lists what was refused or broken. */
export function readSummary(summary: unknown): Upload {
  if (!isRecord(summary)) return { state: 'failed', message: 'The answer could not be understood.' }
  const counts = Object.fromEntries(
    Object.entries(summary).flatMap(([name, value]) => (typeof value === 'number' ? [[name, value]] : [])),
  )
  const refused = listOf(summary.refusedFiles)
  const problems = [...refused, ...listOf(summary.brokenRecords)].map(describeIngestProblem)
  return { state: 'done', counts, problems, isRefused: refused.length > 0 }
}

function readAnswer(request: XMLHttpRequest): Upload {
  let body: unknown
  try {
    body = JSON.parse(request.responseText)
  } catch {
    return { state: 'failed', message: 'The answer could not be understood.' }
  }
  if (request.status < 300) return readSummary(body)
  const error = isRecord(body) && isRecord(body.error) ? body.error.message : null
  return { state: 'failed', message: typeof error === 'string' ? error : `The server answered ${request.status}.` }
}

const UNREADABLE = 'The browser cannot read it. Is it a folder? Drop the files in it, or bring it by the command line.'

/** Sends one file as it is, telling how far it got (0–1), and then what came of it. A folder that is dropped comes as a file
 *  that nobody can read. */
export async function uploadFile(file: File, tell: (upload: Upload) => void): Promise<void> {
  const isReadable = await file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    )
  if (isReadable) await sendFile(file, tell)
  else tell({ state: 'failed', message: UNREADABLE })
}

function sendFile(file: File, tell: (upload: Upload) => void): Promise<void> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    const end = (upload: Upload) => {
      tell(upload)
      resolve()
    }
    request.upload.onprogress = ({ loaded, total }) => tell({ state: 'sending', sent: total > 0 ? loaded / total : 0 })
    request.upload.onload = () => tell({ state: 'reading' })
    request.onload = () => end(readAnswer(request))
    request.onerror = () =>
      end({
        state: 'failed',
        message: 'The connection was lost. Nothing of the rest was read; sending it again adds nothing twice.',
      })
    request.open('POST', `/api/ingest/aws-cloudtrail?name=${encodeURIComponent(file.name)}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.send(file)
  })
}
