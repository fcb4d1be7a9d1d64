'use client'
import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { FormEvent, KeyboardEvent, ReactNode } from 'react'
import { classList } from './class-list'
import { useReturnFocus } from './use-return-focus'

/**
 * Where a dialog stands: `selection` is 600 wide at the right, so that the rows it acts on stay in sight; `centre` is
 * 480 in the middle. On the phone both are a sheet from 40 below the top.
 */
export type DialogPlacement = 'selection' | 'centre'

const PLACES: Record<DialogPlacement, string> = {
  selection: 'md:top-4 md:right-4 md:w-150',
  centre: 'md:top-1/2 md:left-1/2 md:w-120 md:-translate-x-1/2 md:-translate-y-1/2',
}

const FRAME =
  'fixed z-30 flex flex-col overflow-hidden bg-surface-raised shadow-dialog opens focus:outline-none max-md:inset-x-0 max-md:top-10 max-md:bottom-0 max-md:rounded-t-[12px] md:max-h-[calc(100vh-32px)] md:rounded-lg'

const FOOT =
  'flex items-center gap-2 border-t border-line px-5 py-3 max-md:grid max-md:auto-cols-fr max-md:grid-flow-col max-md:px-4 max-md:py-2.5'

type Props = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  /** What was left out and why, or what this is about. Always give one: it is read out with the title. */
  description: ReactNode
  placement?: DialogPlacement
  children: ReactNode
  /** The foot: the reversible way left (`mr-auto`), then Cancel, then the verb with its count. */
  footer?: ReactNode
  /** The dialog's form is sent: by its submit button, or by ⌘↵ from anywhere in it. */
  onSubmit?: () => void
}

function startOnReason(event: Event) {
  const box = event.currentTarget
  const first = box instanceof Element ? box.querySelector<HTMLElement>('[data-autofocus], textarea, input') : null
  if (!first) return
  event.preventDefault()
  first.focus()
}

function sender(onSubmit?: () => void) {
  const submit = (event: FormEvent | KeyboardEvent) => {
    event.preventDefault()
    onSubmit?.()
  }
  const hurry = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) submit(event)
  }
  return { submit, hurry }
}

function DialogHead({ title, description }: Pick<Props, 'title' | 'description'>) {
  return (
    <header className="flex items-start gap-3 px-5 pt-4 pb-3 max-md:px-4">
      <div>
        <Radix.Title className="text-16 tracking-[-0.01em]">{title}</Radix.Title>
        <Radix.Description className="mt-0.5 text-12 text-fg-3">{description}</Radix.Description>
      </div>
      <CloseButton />
    </header>
  )
}

/** A dialog with title, body and foot. Focus starts on `[data-autofocus]`, else on the first thing one types into; it goes
 *  back to what opened it. */
export function Dialog(props: Props) {
  const { open, onOpenChange, title, description, placement = 'centre', children, footer, onSubmit } = props
  const { submit, hurry } = sender(onSubmit)
  const returnFocus = useReturnFocus(open)
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-20 bg-scrim" />
        <Radix.Content
          onOpenAutoFocus={startOnReason}
          onCloseAutoFocus={returnFocus}
          onKeyDown={hurry}
          className={classList(FRAME, PLACES[placement])}
        >
          <form onSubmit={submit} className="flex min-h-0 flex-1 flex-col">
            <DialogHead title={title} description={description} />
            <div className="min-h-0 flex-1 overflow-auto px-5 pt-0.5 pb-4 max-md:px-4">{children}</div>
            {footer ? <footer className={FOOT}>{footer}</footer> : null}
          </form>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** The cross that closes a dialog or drawer. */
export function CloseButton() {
  return (
    <Radix.Close
      aria-label="Close"
      className="ml-auto grid size-6 shrink-0 place-items-center rounded-md text-fg-3 hover:bg-surface-hover max-md:-my-2 max-md:size-10"
    >
      <X aria-hidden="true" className="size-3.5" strokeWidth={1.75} />
    </Radix.Close>
  )
}

/** Cancel: changes nothing and closes. */
export function DialogCancel({ children = 'Cancel' }: { children?: ReactNode }) {
  return (
    <Radix.Close className="ml-auto h-8 rounded-md px-3 text-fg-2 hover:bg-surface-hover max-md:hidden">
      {children}
    </Radix.Close>
  )
}
