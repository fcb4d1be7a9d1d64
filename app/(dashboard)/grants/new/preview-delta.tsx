import { classList } from '@/components/ui/class-list'
import { permissionInWords } from '@/lib/domain/inbox'
import type { Delta } from '@/lib/domain/request-delta'
import type { PreviewLine, RequestPreview } from '@/lib/domain/request-preview'

const SHOWN = 12

const WORDS: Record<Delta, string> = { new: '+ new', wider: '+ wider', 'for-another': '+ for this one', has: 'has' }

function Line({ line, withSystem }: { line: PreviewLine; withSystem: boolean }) {
  const { key, delta, system, accessLevel } = line
  return (
    <li className="flex items-baseline gap-2 border-b border-line py-1 last:border-b-0">
      <span className="min-w-0 flex-1">
        <span className="block truncate">{permissionInWords(line)}</span>
        <span className="code block truncate text-fg-3">
          {key}
          {withSystem ? ` on ${system}` : ''}
        </span>
      </span>
      <span className="shrink-0 text-12 text-fg-3">{accessLevel}</span>
      <span className={classList('w-24 shrink-0 text-right text-12', delta === 'has' ? 'text-fg-3' : 'font-medium')}>
        {WORDS[delta]}
      </span>
    </li>
  )
}

/** What the actor would have that it has not, permission by permission. */
export function PreviewDelta({ delta: { lines, counts } }: { delta: NonNullable<RequestPreview['delta']> }) {
  const systems = new Set(lines.map(({ system }) => system))
  const news = counts.new + counts.wider + counts['for-another']
  return (
    <>
      <p className="text-fg-2">
        {news === 0
          ? 'It has all of this already.'
          : `${news} more than it has${counts.has > 0 ? `, ${counts.has} it has` : ''}.`}
      </p>
      <ul className="mt-1">
        {lines.slice(0, SHOWN).map((line) => (
          <Line key={`${line.system} ${line.key}`} line={line} withSystem={systems.size > 1} />
        ))}
      </ul>
      {lines.length > SHOWN ? <p className="mt-1 text-12 text-fg-3">and {lines.length - SHOWN} more</p> : null}
    </>
  )
}
