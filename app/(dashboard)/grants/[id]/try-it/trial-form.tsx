import Form from 'next/form'
import type { ReactNode } from 'react'
import { pageZone } from '@/app/(dashboard)/page-zone'
import { Button, ButtonLink } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Field, Input } from '@/components/ui/input'
import { SectionHead } from '@/components/ui/section-head'
import { Select } from '@/components/ui/select'
import { formatDuration, toWallClock } from '@/lib/format'
import type { Trial } from './read-trial'

const MOST = 60

function Names({ id, names }: { id: string; names: string[] }) {
  return (
    <datalist id={id}>
      {names.map((name) => (
        <option key={name} value={name} />
      ))}
    </datalist>
  )
}

function SystemField({ trial }: { trial: Trial }) {
  const { terms, target } = trial
  if (terms.targets.length < 2) return null
  const options = terms.targets.map(({ system }) => ({ value: system.id, label: system.name }))
  return (
    <div>
      <span className="mb-1 block text-12 text-fg-2">System</span>
      <Select label="System" name="system" options={options} defaultValue={target?.system.id} />
    </div>
  )
}

function Scopes({ trial }: { trial: Trial }) {
  const { request, terms, target } = trial
  const offered = target?.permissions ?? [...new Set(terms.targets.flatMap(({ permissions }) => permissions))]
  const outside = request.scope.filter((key) => !offered.includes(key))
  const all = [...offered.slice(0, MOST), ...outside]
  return (
    <fieldset>
      <legend className="mb-1 text-12 text-fg-2">Scope: none ticked asks for all that is granted</legend>
      <div className="grid max-h-60 grid-cols-[repeat(auto-fill,minmax(180px,1fr))] gap-x-4 gap-y-1 overflow-auto p-1">
        {all.map((key) => (
          <Checkbox key={key} name="scope" value={key} defaultChecked={request.scope.includes(key)}>
            <span className="code min-w-0 break-all">{key}</span>
          </Checkbox>
        ))}
      </div>
      {offered.length > MOST ? (
        <p className="text-12 text-fg-3">
          The first {MOST} of {offered.length}.
        </p>
      ) : null}
    </fieldset>
  )
}

function OnlyField(props: { label: string; name: 'tenant' | 'resource'; value?: string; names: string[] }) {
  const { label, name, value, names } = props
  const hint = names.length > 0 ? `Granted: ${names.slice(0, 4).join(', ')}` : 'The grant is not limited to any'
  return (
    <Field label={label} hint={hint}>
      <Input name={name} list={`${name}s`} defaultValue={value} />
      <Names id={`${name}s`} names={names} />
    </Field>
  )
}

async function Times({ trial, now }: { trial: Trial; now: Date }) {
  const zone = await pageZone()
  const { request, terms } = trial
  const { maxSessionTtlSeconds: most } = terms
  return (
    <>
      <Field label={`Time, ${zone}`} hint={request.at ? undefined : 'Empty: now'}>
        <Input
          name="at"
          type="datetime-local"
          defaultValue={request.at && toWallClock(request.at, zone)}
          placeholder={toWallClock(now, zone)}
        />
      </Field>
      <Field
        label="Lifetime, seconds"
        hint={
          most === null
            ? 'Empty: as long as allowed'
            : `Empty: as long as allowed, at most ${most} (${formatDuration(most)})`
        }
      >
        <Input name="ttl" type="number" min={1} max={31_536_000} defaultValue={request.ttl} />
      </Field>
    </>
  )
}

function Row({ children }: { children: ReactNode }) {
  return <div className="grid items-start gap-3 md:grid-cols-2">{children}</div>
}

function Limits({ trial }: { trial: Trial }) {
  const { terms, request, target } = trial
  const chosen = target ? [target] : terms.targets
  const [tenants, resources] = [chosen.flatMap((each) => each.tenants), chosen.flatMap((each) => each.resources)]
  return (
    <Row>
      <OnlyField label="Only tenant" name="tenant" value={request.tenant} names={tenants} />
      <OnlyField label="Only resource" name="resource" value={request.resource} names={resources} />
    </Row>
  )
}

/** What to try: a time, a scope, a target, a lifetime. It goes into the address, and the checks are run on the server. */
export function TrialForm({ trial, path, now }: { trial: Trial; path: string; now: Date }) {
  const { request } = trial
  return (
    <section aria-labelledby="what" className="page-inset min-w-0 border-b border-line pt-4 pb-4">
      <SectionHead id="what" title="What to try" note="nothing is issued, and nothing is recorded" />
      <Form action={path} scroll={false} className="mt-2 space-y-3" key={JSON.stringify(request)}>
        <input type="hidden" name="asked" value="1" />
        <SystemField trial={trial} />
        <Scopes trial={trial} />
        <Row>
          <Times trial={trial} now={now} />
        </Row>
        <Limits trial={trial} />
        <Checkbox name="dpop" value="on" defaultChecked={request.isDpopBound}>
          The client proves a key (DPoP)
        </Checkbox>
        <div className="flex gap-2">
          <Button type="submit" variant="ink" size="lg">
            Run the checks
          </Button>
          <ButtonLink href={path} size="lg" scroll={false}>
            Start over
          </ButtonLink>
        </div>
      </Form>
    </section>
  )
}
