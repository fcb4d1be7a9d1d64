'use client'
import { Check } from 'lucide-react'
import { DropdownMenu as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { Link } from '@/components/ui/link'
import { classList } from './class-list'
import { FLOATING } from './popover'

const ITEM =
  'flex h-7 cursor-pointer items-center gap-2 rounded-md px-2 text-13 outline-none select-none data-highlighted:bg-surface-hover data-disabled:cursor-not-allowed data-disabled:text-fg-disabled max-md:h-10 [&_svg]:size-3.5 [&_svg]:shrink-0 [&_svg]:text-fg-3'

/** A menu under its trigger (a button element, or an `IconButton`). Fill it with `MenuItem`, `MenuLink`, `MenuCheck`. */
export function DropdownMenu({
  trigger,
  children,
  align = 'end',
}: {
  trigger: ReactNode
  children: ReactNode
  align?: 'start' | 'end'
}) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content align={align} sideOffset={4} collisionPadding={8} className={`${FLOATING} min-w-44 p-1`}>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

type ItemProps = { children: ReactNode; icon?: ReactNode; disabled?: boolean; ends?: boolean }

/** Something to do. `ends` marks what ends access. */
export function MenuItem({ children, icon, disabled, ends = false, onSelect }: ItemProps & { onSelect: () => void }) {
  return (
    <Radix.Item
      disabled={disabled}
      onSelect={onSelect}
      className={classList(ITEM, ends && 'text-danger-fg [&_svg]:text-current')}
    >
      {icon}
      {children}
    </Radix.Item>
  )
}

/** Somewhere to go. */
export function MenuLink({ children, icon, href }: ItemProps & { href: string }) {
  return (
    <Radix.Item asChild className={ITEM}>
      <Link href={href}>
        {icon}
        {children}
      </Link>
    </Radix.Item>
  )
}

/** Something that is on or off; the menu stays open while one switches several. */
export function MenuCheck(props: {
  children: ReactNode
  checked: boolean
  disabled?: boolean
  onChange: (on: boolean) => void
}) {
  const { children, checked, disabled, onChange } = props
  return (
    <Radix.CheckboxItem
      checked={checked}
      disabled={disabled}
      onCheckedChange={onChange}
      onSelect={(event) => event.preventDefault()}
      className={ITEM}
    >
      <span className="grid size-3.5 place-items-center">
        <Radix.ItemIndicator>
          <Check aria-hidden="true" strokeWidth={2} />
        </Radix.ItemIndicator>
      </span>
      {children}
    </Radix.CheckboxItem>
  )
}

/** A line between groups, and the words above a group. */
export function MenuSeparator() {
  return <Radix.Separator className="my-1 border-t border-line" />
}
export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 pt-1 pb-0.5 text-12 text-fg-3">{children}</Radix.Label>
}
