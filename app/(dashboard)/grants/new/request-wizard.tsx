'use client'
import { useState } from 'react'
import { Checkbox } from '@/components/ui/checkbox'
import type { RequestForm } from '@/lib/domain/request-form'
import { plural } from '@/lib/format'
import type { BegunForm } from '@/lib/queries/get-request-form'
import { AccessSection } from './access-section'
import { FormSection } from './form-section'
import { LimitsSection } from './limits-section'
import { PartiesSection } from './parties-section'
import { PreviewPanel } from './preview-panel'
import { ReasonSection } from './reason-section'
import { TimeSection } from './time-section'
import { useDeeds } from './use-deeds'
import { usePreview } from './use-preview'
import { WindowsSection } from './windows-section'
import { WizardFoot } from './wizard-foot'

type NarrowProps = { live: number; ends: boolean; onChange: (ends: boolean) => void }

/** Sessions keep what they were issued with; whoever narrows says whether they may. */
function LiveSessions({ live, ends, onChange }: NarrowProps) {
  return (
    <FormSection id="live" title="Sessions that live now" note={plural(live, 'session')}>
      <p className="text-fg-2">
        {live === 0
          ? 'None lives: all there will be are narrower.'
          : 'They keep what they were issued with until they end. Only new ones are narrower.'}
      </p>
      {live > 0 ? (
        <div className="mt-2">
          <Checkbox checked={ends} onChange={(event) => onChange(event.target.checked)}>
            End {plural(live, 'live session')} too, with a receipt
          </Checkbox>
        </div>
      ) : null}
    </FormSection>
  )
}

/** The form of a request, with what it comes to beside it. */
export function RequestWizard({ begun }: { begun: BegunForm }) {
  const [form, setForm] = useState<RequestForm>(begun.form)
  const [endsLive, setEndsLive] = useState(false)
  const { preview, isStale, problem } = usePreview(form)
  const deeds = useDeeds({ form, draftId: begun.draftId, endSessions: endsLive })
  const part = { form, set: (change: Partial<RequestForm>) => setForm((old) => ({ ...old, ...change })) }
  const isExtension = form.change === 'extend'
  return (
    <div className="grid min-[1100px]:grid-cols-[minmax(0,1fr)_400px]">
      <div className="min-w-0">
        <PartiesSection {...part} />
        {isExtension ? null : <AccessSection {...part} />}
        <TimeSection {...part} />
        {isExtension ? null : <WindowsSection {...part} />}
        {isExtension ? null : <LimitsSection {...part} />}
        {form.change === 'narrow' ? (
          <LiveSessions live={begun.liveSessions} ends={endsLive} onChange={setEndsLive} />
        ) : null}
        <ReasonSection {...part} />
        <WizardFoot form={form} preview={preview} deeds={deeds} />
      </div>
      <aside
        aria-label="What it comes to"
        className="border-line max-[1099px]:border-t min-[1100px]:sticky min-[1100px]:top-11 min-[1100px]:max-h-[calc(100vh-44px)] min-[1100px]:self-start min-[1100px]:overflow-auto min-[1100px]:border-l"
      >
        <PreviewPanel
          preview={preview}
          isStale={isStale}
          problem={problem}
          principal={form.principal?.name ?? 'the principal'}
          isNarrowing={form.change === 'narrow'}
        />
      </aside>
    </div>
  )
}
