import { BreadthBar } from '@/components/ui/breadth-bar'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { Status } from '@/components/ui/status'
import { Who } from '@/components/ui/who'
import type { OwnGrant } from '@/lib/domain/own-access'
import { plural } from '@/lib/format'
import { EndButton } from './end-button'
import { OwnList, OwnRow } from './own-list'

function Facts({ grant, now }: { grant: OwnGrant; now: Date }) {
  const isOver = !grant.canEnd
  return (
    <>
      <span className="w-20">
        <Status word={grant.status} />
      </span>
      <span className="w-24">
        <BreadthBar breadth={grant.breadth} used={grant.usedBreadth} />
      </span>
      <span>{plural(grant.liveSessions, 'live session')}</span>
      <span className="text-fg-3">
        {isOver ? 'ended ' : 'ends '}
        <RelativeTime at={grant.expiresAt} now={now} absent="never" />
      </span>
    </>
  )
}

/** By what others may act in the reader's name, those that stand first. */
export function OwnGrants({ grants, now }: { grants: OwnGrant[]; now: Date }) {
  const standing = grants.filter(({ canEnd }) => canEnd).length
  return (
    <OwnList id="grants" title="May act for me" note={`${standing} stand or wait`} none="Nobody may act for you.">
      {grants.map((grant) => (
        <OwnRow
          key={grant.id}
          title={
            <Link href={`/grants/${grant.id}`}>
              <Who kind={grant.actor.kind} name={grant.actor.name} />
            </Link>
          }
          note={`${grant.name}${grant.systems.length > 0 ? `, on ${grant.systems.join(', ')}` : ''}`}
          facts={<Facts grant={grant} now={now} />}
          deed={grant.canEnd ? <EndButton name={grant.name} grantId={grant.id} /> : null}
        />
      ))}
    </OwnList>
  )
}
