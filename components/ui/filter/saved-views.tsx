'use client'
import { Bookmark, BookmarkPlus, Check, Trash2 } from 'lucide-react'
import { usePathname, useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { isSavedList, type SavedList, type SavedView, viewQuery } from '@/lib/domain/saved-view'
import { Button } from '../button'
import { DropdownMenu, MenuItem, MenuLabel, MenuLink, MenuSeparator } from '../dropdown-menu'
import { SaveViewDialog } from './save-view-dialog'
import { useSavedViews, type ViewActions } from './saved-views-context'

/** The views of this list that the reader saved or others share, and the way to save it as it is shown now. */
export function SavedViews() {
  const saved = useSavedViews()
  const list = usePathname()
  const query = viewQuery(useSearchParams().toString())
  if (!saved || !isSavedList(list)) return null
  return <Menu {...saved} views={saved.views.filter((view) => view.list === list)} list={list} query={query} />
}

type Props = { views: SavedView[]; actions: ViewActions; list: SavedList; query: string }

async function remove({ id }: SavedView, actions: ViewActions) {
  const answer = await actions.remove({ viewId: id })
  toast(answer.ok ? `Deleted ${answer.value.name}` : answer.problem.message)
}

const trigger = (current: SavedView | undefined) => (
  <Button variant="bare" icon={<Bookmark aria-hidden="true" />}>
    <span className="max-w-40 truncate max-md:sr-only">{current?.name ?? 'Views'}</span>
  </Button>
)

function Menu({ views, actions, list, query }: Props) {
  const [isSaving, setSaving] = useState(false)
  const current = views.find((view) => view.query === query)
  return (
    <>
      <DropdownMenu trigger={trigger(current)}>
        {views.length > 0 ? <MenuLabel>Saved views</MenuLabel> : null}
        {views.map((view) => (
          <ViewLink key={view.id} view={view} isCurrent={view === current} />
        ))}
        {views.length > 0 ? <MenuSeparator /> : null}
        <MenuItem
          icon={<BookmarkPlus aria-hidden="true" />}
          disabled={query === ''}
          onSelect={() => setTimeout(() => setSaving(true))}
        >
          {query === '' ? 'Filter or sort the list to save it' : 'Save this view…'}
        </MenuItem>
        {current?.mayDelete ? (
          <MenuItem icon={<Trash2 aria-hidden="true" />} onSelect={() => remove(current, actions)}>
            Delete {current.name}
          </MenuItem>
        ) : null}
      </DropdownMenu>
      {isSaving ? (
        <SaveViewDialog
          list={list}
          query={query}
          own={views.filter((view) => view.isOwn)}
          save={actions.save}
          onClose={() => setSaving(false)}
        />
      ) : null}
    </>
  )
}

function ViewLink({ view, isCurrent }: { view: SavedView; isCurrent: boolean }) {
  const { name, isOwn, author } = view
  return (
    <MenuLink
      href={`${view.list}?${view.query}`}
      icon={<Check aria-hidden="true" className={isCurrent ? undefined : 'invisible'} />}
    >
      <span className="max-w-56 truncate">{name}</span>
      {isOwn ? null : <span className="ml-auto pl-3 text-12 text-fg-3">{author}</span>}
    </MenuLink>
  )
}
