'use client'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { plural } from '@/lib/format'
import type { DraftRow } from '@/lib/queries/list-drafts'
import { discardTheDraft } from './new/actions'

async function discard({ id, name }: DraftRow) {
  const answer = await discardTheDraft({ draftId: id })
  toast(answer.ok ? `Discarded ${name}` : answer.problem.message)
}

/** What the reader has begun to ask for, to go on with. Nobody else sees it. */
export function Drafts({ drafts, now }: { drafts: DraftRow[]; now: Date }) {
  if (drafts.length === 0) return null
  return (
    <details className="border-b border-line">
      <summary className="page-inset cursor-pointer py-2 text-fg-2">
        {plural(drafts.length, 'draft')} of yours <span className="text-12 text-fg-3">only you see them</span>
      </summary>
      <ul className="page-inset pb-2">
        {drafts.map((draft) => (
          <li key={draft.id} className="flex min-h-9 items-center gap-3 border-t border-line max-md:min-h-13">
            <Link href={`/grants/new?draft=${draft.id}`} className="min-w-0 truncate font-medium">
              {draft.name}
            </Link>
            <span className="shrink-0 text-12 text-fg-3">
              saved <RelativeTime at={draft.updatedAt} now={now} />
            </span>
            <Button size="sm" variant="bare" className="ml-auto" onClick={() => discard(draft)}>
              Discard
            </Button>
          </li>
        ))}
      </ul>
    </details>
  )
}
