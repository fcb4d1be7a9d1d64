'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { SignInAgain } from '@/components/approval/sign-in-again'
import { useAnswer } from '@/components/session/use-answer'
import { Button } from '@/components/ui/button'
import { PreciseList } from '@/components/ui/dialog-parts'
import { ErrorStrip } from '@/components/ui/error-strip'
import { Field, Input, Textarea } from '@/components/ui/input'
import { Segmented } from '@/components/ui/segmented'
import { Select } from '@/components/ui/select'
import type { EmergencyOptions, EmergencySystem } from '@/lib/domain/break-glass'
import { formatDuration, plural } from '@/lib/format'
import { breakTheGlass, readTheSystem } from './actions'
import { PermissionPicks } from './permission-picks'

const LENGTHS = [900, 1800, 3600]

type Wanted = { actorId: string; systemId: string; principalId: string; keys: string[]; seconds: number }

function useEmergency(options: EmergencyOptions) {
  const first: Wanted = { actorId: options.actors[0]?.id ?? '', systemId: '', principalId: '', keys: [], seconds: 900 }
  const [wanted, setWanted] = useState(first)
  const [system, setSystem] = useState<EmergencySystem | null>(null)
  const { problem, isBusy, ask } = useAnswer()
  const set = (change: Partial<Wanted>) => setWanted((old) => ({ ...old, ...change }))
  const choose = async (systemId: string) => {
    set({ systemId, principalId: '', keys: [] })
    const answer = await ask(readTheSystem({ systemId }))
    if (!answer) return
    setSystem(answer)
    set({ principalId: answer.principals[0]?.id ?? '' })
  }
  return { wanted, set, system, choose, problem, isBusy, ask }
}

function Facts({ options, seconds }: { options: EmergencyOptions; seconds: number }) {
  return (
    <PreciseList
      facts={[
        `Access begins at once and ends by itself after ${formatDuration(seconds)}.`,
        'Everybody who would have been asked is told now, with your reason and the ticket, and so is the principal.',
        'A red banner stands on every page for as long as it lives.',
        `Somebody else reviews what you did within ${options.reviewDueHours} h. Overdue, it is a finding.`,
        'Guardrails hold all the same: what no approval may allow, no emergency does.',
      ]}
    />
  )
}

type Emergency = ReturnType<typeof useEmergency>

const named = (list: EmergencyOptions['actors']) =>
  list.map(({ id, name, kind }) => ({ value: id, label: `${name}, ${kind}` }))

/** Those who are acted for on the system, and oneself. */
function principalsOf(system: EmergencySystem, { actors }: EmergencyOptions) {
  const all = [...system.principals, ...actors]
  return all.filter(({ id }, index) => all.findIndex((each) => each.id === id) === index)
}

function Choices({ options, of }: { options: EmergencyOptions; of: Emergency }) {
  const { wanted, set, system, choose } = of
  return (
    <>
      <div className="grid gap-3.5 md:grid-cols-3">
        <Field label="Access for">
          <Select
            label="Access for"
            value={wanted.actorId}
            options={named(options.actors)}
            onValueChange={(actorId) => set({ actorId })}
          />
        </Field>
        <Field label="On the system">
          <Select
            label="On the system"
            placeholder="Choose a system"
            value={wanted.systemId}
            options={options.systems.map(({ id, name, tier }) => ({ value: id, label: `${name}, tier ${tier}` }))}
            onValueChange={(systemId) => void choose(systemId)}
          />
        </Field>
        <Field label="On behalf of">
          <Select
            label="On behalf of"
            placeholder="Choose a system first"
            value={wanted.principalId}
            options={system ? named(principalsOf(system, options)) : []}
            onValueChange={(principalId) => set({ principalId })}
          />
        </Field>
      </div>
      {system ? (
        <PermissionPicks permissions={system.permissions} chosen={wanted.keys} onChange={(keys) => set({ keys })} />
      ) : null}
    </>
  )
}

type Words = { reason: string; ticket: string }

function WordFields({ words, onChange }: { words: Words; onChange: (change: Partial<Words>) => void }) {
  return (
    <div className="mt-3.5 grid gap-3.5 md:grid-cols-[minmax(0,1fr)_240px]">
      <Field label="What is the emergency?">
        <Textarea
          required
          minLength={10}
          value={words.reason}
          onChange={(event) => onChange({ reason: event.target.value })}
        />
      </Field>
      <Field label="Ticket of the incident">
        <Input required value={words.ticket} onChange={(event) => onChange({ ticket: event.target.value })} />
      </Field>
    </div>
  )
}

function Lengths({
  options,
  seconds,
  onSelect,
}: {
  options: EmergencyOptions
  seconds: number
  onSelect: (seconds: number) => void
}) {
  const allowed = LENGTHS.filter((length) => length <= options.maxSeconds)
  const lengths = allowed.length > 0 ? allowed : [options.maxSeconds]
  return (
    <div className="mt-3.5">
      <p className="mb-1 text-12 text-fg-2">For how long</p>
      <Segmented
        label="For how long"
        value={String(seconds)}
        onSelect={(value) => onSelect(Number(value))}
        segments={lengths.map((length) => ({ value: String(length), label: formatDuration(length) }))}
      />
    </div>
  )
}

function Refusal({ problem }: { problem: Emergency['problem'] }) {
  if (!problem) return null
  return (
    <div className="mb-3">
      <ErrorStrip
        title={problem.message}
        code={problem.code}
        action={problem.code === 'step_up_required' ? <SignInAgain /> : undefined}
      />
    </div>
  )
}

/** One form for the worst hour: who, where, what, for how long, why, and under which ticket. */
export function BreakGlassForm({ options }: { options: EmergencyOptions }) {
  const of = useEmergency(options)
  const [words, setWords] = useState<Words>({ reason: '', ticket: '' })
  const router = useRouter()
  const { actorId, principalId, systemId, keys, seconds } = of.wanted
  const submit = async () => {
    const targets = [{ systemId, permissions: keys }]
    const input = { actorId, principalId, targets, durationSeconds: seconds, ...words }
    const broken = await of.ask(breakTheGlass(input))
    if (!broken) return
    toast(<span>{`The glass is broken for ${formatDuration(seconds)}`}</span>)
    router.push(`/grants/${broken.grantId}`)
  }
  return (
    <form
      className="page-inset max-w-4xl pb-8"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Refusal problem={of.problem} />
      <Choices options={options} of={of} />
      <Lengths options={options} seconds={seconds} onSelect={(length) => of.set({ seconds: length })} />
      <WordFields words={words} onChange={(change) => setWords((old) => ({ ...old, ...change }))} />
      <Facts options={options} seconds={seconds} />
      <Button type="submit" size="lg" variant="danger" disabled={of.isBusy || keys.length === 0 || !principalId}>
        Break the glass{keys.length > 0 ? `, ${plural(keys.length, 'permission')}` : ''}
      </Button>
    </form>
  )
}
