import { CopyButton } from './copy-button'

const SCROLLS = 'code min-w-0 flex-1 self-center overflow-x-auto py-0.5 whitespace-pre no-scrollbar'

type Props = { label?: string; text: string; what: string }

/** What a machine says, to be copied. One line scrolls sideways within itself; several stand below each other. */
export function CopyLine({ label, text, what }: Props) {
  return (
    <div className="mt-2.5 min-w-0">
      {label ? <p className="mb-1 text-12 text-fg-2">{label}</p> : null}
      <div className="flex items-start gap-2 rounded-md border border-line bg-surface-sunken py-1 pr-1 pl-2.5">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keys */}
        <code tabIndex={0} className={SCROLLS}>
          {text}
        </code>
        <CopyButton text={text} what={what} />
      </div>
    </div>
  )
}
