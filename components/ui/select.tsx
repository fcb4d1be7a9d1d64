'use client'
import { Check, ChevronsUpDown } from 'lucide-react'
import { Select as Radix } from 'radix-ui'
import { classList } from './class-list'
import { FLOATING } from './popover'

type Option = { value: string; label: string; disabled?: boolean }

const TRIGGER =
  'inline-flex w-full items-center justify-between gap-2 rounded-md border border-line-control bg-surface px-2.5 text-left focus-visible:rounded-md data-placeholder:text-fg-3'
const ITEM =
  'flex h-7 cursor-pointer items-center justify-between gap-3 rounded-md px-2 text-13 outline-none data-disabled:text-fg-disabled data-highlighted:bg-surface-hover max-md:h-10'
const LIST = `${FLOATING} max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width)`

function Choice({ option }: { option: Option }) {
  return (
    <Radix.Item value={option.value} disabled={option.disabled} className={ITEM}>
      <Radix.ItemText>{option.label}</Radix.ItemText>
      <Radix.ItemIndicator>
        <Check aria-hidden="true" strokeWidth={2} className="size-3.5" />
      </Radix.ItemIndicator>
    </Radix.Item>
  )
}

/** One value of a list. Controlled with `value` and `onValueChange`, or by `name` and `defaultValue` in a form. */
export function Select(props: {
  label: string
  options: Option[]
  value?: string
  defaultValue?: string
  onValueChange?: (value: string) => void
  name?: string
  placeholder?: string
  size?: 'md' | 'lg'
  className?: string
}) {
  const { label, options, placeholder = 'Choose', size = 'lg', className, ...root } = props
  const height = size === 'lg' ? 'h-8 max-md:h-11' : 'h-7 max-md:h-9'
  return (
    <Radix.Root {...root}>
      <Radix.Trigger aria-label={label} className={classList(TRIGGER, height, className)}>
        <span className="truncate">
          <Radix.Value placeholder={placeholder} />
        </span>
        <ChevronsUpDown aria-hidden="true" strokeWidth={1.75} className="size-3.5 shrink-0 text-fg-3" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content position="popper" sideOffset={4} collisionPadding={8} className={LIST}>
          <Radix.Viewport className="p-1">
            {options.map((option) => (
              <Choice key={option.value} option={option} />
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
