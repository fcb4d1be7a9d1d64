'use client'
import { TimeZoneNames, WindowRows } from '@/components/window/window-rows'
import type { GrantWindow } from '@/lib/domain/window'
import type { FormPart } from './form-part'
import { FormSection } from './form-section'

/** When it may be used at all, on the clock of a place. */
export function WindowsSection({ form, set }: FormPart) {
  const { windows } = form
  const change = (next: readonly GrantWindow[]) =>
    set({ windows: next.map((window) => ({ ...window, weekdays: [...window.weekdays] })) })
  return (
    <FormSection id="when" title="Only in windows" note={windows.length === 0 ? 'none: at any time' : undefined}>
      <WindowRows windows={windows} onChange={change} />
      <TimeZoneNames />
    </FormSection>
  )
}
