import { WindowRows } from '@/components/window/window-rows'
import type { GrantWindow } from '@/lib/domain/window'

type Props = { label: string; windows: readonly GrantWindow[]; onChange: (windows: GrantWindow[]) => void }

/** Hours that a rule names. */
export function WindowFields({ label, windows, onChange }: Props) {
  return (
    <fieldset>
      <legend className="mb-1 text-12 text-fg-2">{label}</legend>
      <WindowRows windows={windows} onChange={onChange} />
    </fieldset>
  )
}
