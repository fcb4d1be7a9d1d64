'use client'
import { Link2, X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { RelativeTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section-head'
import type { IssuerRow, SubjectRow } from '@/lib/domain/client-row'
import { unlinkTheSubject } from './actions'
import { ConfirmDialog } from './confirm-dialog'
import { LinkDialog } from './link-dialog'

type Props = {
  identity: { id: string; name: string }
  subjects: SubjectRow[]
  /** Null: the reader links nobody. */
  issuers: IssuerRow[] | null
  now: Date
}

/** Who the identity is at trusted issuers: tokens about these subjects stand for it. */
export function SubjectsSection({ identity, subjects, issuers, now }: Props) {
  const [isLinking, setLinking] = useState(false)
  const [leaving, setLeaving] = useState<SubjectRow | null>(null)
  const link = (
    <Button icon={<Link2 aria-hidden="true" />} onClick={() => setLinking(true)}>
      Link a subject
    </Button>
  )
  return (
    <section aria-labelledby="subjects" className="page-inset border-b border-line pt-4 pb-3">
      <SectionHead id="subjects" title="Known upstream as" end={issuers ? link : 'Admins link subjects'} />
      {subjects.length === 0 ? (
        <p className="mt-1 pb-1 text-fg-2">
          No subject of a trusted issuer is linked: a token about {identity.name} is not recognised by its subject.
        </p>
      ) : null}
      <ul className="mt-1">
        {subjects.map((row) => (
          <li
            key={`${row.issuerId} ${row.subject}`}
            className="flex flex-wrap items-center gap-x-2.5 border-t border-line py-1.5 first:border-t-0"
          >
            <b>{row.issuerName}</b>
            <span className="code min-w-0 break-all">{row.subject}</span>
            <span className="ml-auto text-12 text-fg-3">
              linked <RelativeTime at={row.createdAt} now={now} />
            </span>
            {issuers ? (
              <IconButton label={`Unlink ${row.subject}`} onClick={() => setLeaving(row)}>
                <X aria-hidden="true" />
              </IconButton>
            ) : null}
          </li>
        ))}
      </ul>
      {isLinking ? <LinkDialog identity={identity} issuers={issuers ?? []} onClose={() => setLinking(false)} /> : null}
      {leaving ? <UnlinkDialog identity={identity} row={leaving} onClose={() => setLeaving(null)} /> : null}
    </section>
  )
}

function UnlinkDialog(props: { identity: Props['identity']; row: SubjectRow; onClose: () => void }) {
  const { identity, row, onClose } = props
  return (
    <ConfirmDialog
      title={`Unlink ${row.subject}`}
      description={`At ${row.issuerName} it is ${identity.name} no more.`}
      verb="Unlink"
      done={`Unlinked ${row.subject}`}
      act={() => unlinkTheSubject({ issuer: row.issuerId, subject: row.subject })}
      onClose={onClose}
      facts={[
        `Tokens of ${row.issuerName} about it are refused from the next request on.`,
        'Sessions that were issued go on.',
      ]}
    />
  )
}
