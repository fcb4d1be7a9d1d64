import { Inbox } from 'lucide-react'

/** Where mail goes while no server is set, and how to set one. */
export function KeptNote() {
  return (
    <p role="note" className="page-inset flex items-start gap-2 border-b border-line py-2.5 text-fg-2">
      <Inbox aria-hidden="true" className="mt-0.75 size-3.5 shrink-0" strokeWidth={1.75} />
      <span>
        No mail server is set, so mail stays here. Set <code className="code">SMTP_URL</code> and{' '}
        <code className="code">MAIL_FROM</code> to have it sent from now on.
      </span>
    </p>
  )
}
