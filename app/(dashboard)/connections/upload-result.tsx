import { formatPercent, plural } from '@/lib/format'
import { countWords } from './count-words'
import type { Upload } from './upload-file'

function stateWords(upload: Upload): { text: string; look: string } {
  if (upload.state === 'sending') return { text: `sending, ${formatPercent(upload.sent)}`, look: 'text-high-fg' }
  if (upload.state === 'reading') return { text: 'reading', look: 'text-high-fg' }
  if (upload.state === 'failed') return { text: 'failed', look: 'text-danger-fg' }
  if (upload.isRefused) return { text: 'refused', look: 'text-danger-fg' }
  if (upload.problems.length > 0) return { text: 'done, with problems', look: 'text-medium-fg' }
  return { text: 'done', look: 'text-good-fg' }
}

function Outcome({ upload }: { upload: Upload }) {
  if (upload.state === 'failed') return <p className="text-12 text-danger-fg">{upload.message}</p>
  if (upload.state !== 'done') return null
  return (
    <>
      <p className="text-12 text-fg-2 tabular-nums">{countWords(upload.counts)}</p>
      {upload.problems.length > 0 ? (
        <details className="text-12" open={upload.isRefused}>
          <summary className="cursor-pointer text-medium-fg">{plural(upload.problems.length, 'problem')}</summary>
          <ul className="max-h-60 overflow-auto text-fg-2 [overflow-wrap:anywhere]">
            {upload.problems.slice(0, 200).map((problem, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two records of a file can fail alike
              <li key={index}>{problem}</li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  )
}

/** One file on its way in: how far it is, then what came of it. */
export function UploadResult({ name, upload }: { name: string; upload: Upload }) {
  const { text, look } = stateWords(upload)
  const sent = upload.state === 'sending' ? upload.sent : 1
  return (
    <li className="border-t border-line py-2 first:border-t-0">
      <p className="flex justify-between gap-3">
        <b className="truncate">{name}</b>
        <span className={`whitespace-nowrap tabular-nums ${look}`}>{text}</span>
      </p>
      {upload.state === 'sending' ? (
        <progress aria-label={`${name}, sent`} value={sent} max={1} className="h-1 w-full accent-ink" />
      ) : null}
      <Outcome upload={upload} />
    </li>
  )
}
