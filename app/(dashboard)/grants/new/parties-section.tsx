'use client'
import { X } from 'lucide-react'
import { IconButton } from '@/components/ui/icon-button'
import { Who } from '@/components/ui/who'
import type { FormParty } from '@/lib/domain/request-form'
import { findTheParties } from './actions'
import type { FormPart } from './form-part'
import { FormSection } from './form-section'
import { Picker } from './picker'

type PartyProps = {
  find: (input: { words: string }) => ReturnType<typeof findTheParties>
  label: string
  hint: string
  party: FormParty | null
  isFixed: boolean
  onChange: (party: FormParty | null) => void
}

const findOwners = ({ words }: { words: string }) => findTheParties({ words, people: true })

function Party({ find, label, hint, party, isFixed, onChange }: PartyProps) {
  return (
    <div className="min-w-0">
      <span className="mb-1 block text-12 text-fg-2">{label}</span>
      {party ? (
        <div className="flex h-8 items-center gap-1 rounded-md border border-line px-2.5 max-md:h-11">
          <Who kind={party.kind} name={party.name} />
          {isFixed ? null : (
            <IconButton label={`Choose another than ${party.name}`} className="ml-auto" onClick={() => onChange(null)}>
              <X aria-hidden="true" />
            </IconButton>
          )}
        </div>
      ) : (
        <Picker
          label={label}
          placeholder={hint}
          find={find}
          idOf={({ id }) => id}
          show={({ kind, name, note }) => (
            <>
              <Who kind={kind} name={name} />
              {note ? <span className="ml-auto truncate text-12 text-fg-3">{note}</span> : null}
            </>
          )}
          onPick={({ id, name, kind }) => onChange({ id, name, kind })}
        />
      )}
    </div>
  )
}

/** Who acts, in whose name, and who answers for it; of a grant that stands all are as they are. */
export function PartiesSection({ form, set }: FormPart) {
  const { change, actor, principal, owner } = form
  const isFixed = change !== 'new'
  const isChange = isFixed && change !== 'renew'
  return (
    <FormSection id="who" title="Who acts for whom" note={isFixed ? 'as the grant has it' : undefined}>
      <div className="grid gap-3 md:grid-cols-3">
        <Party
          {...{ label: 'Acts', hint: 'An agent, pipeline, service or person', party: actor, isFixed }}
          find={findTheParties}
          onChange={(party) => set({ actor: party })}
        />
        <Party
          {...{ label: 'For', hint: 'In whose name it acts', party: principal, isFixed }}
          find={findTheParties}
          onChange={(party) => set({ principal: party })}
        />
        {isChange && !owner ? null : (
          <Party
            {...{ label: 'Answers for it', hint: 'A person or a team', party: owner, isFixed: isChange }}
            find={findOwners}
            onChange={(party) => set({ owner: party })}
          />
        )}
      </div>
    </FormSection>
  )
}
