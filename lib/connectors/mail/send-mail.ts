import { createTransport } from 'nodemailer'
import { letterHtml } from '@/lib/connectors/mail/letter-html'
import { type Letter, letterText } from '@/lib/domain/letter'

/** The mail server (`smtp://` or `smtps://`, with user and password where it wants them) and the sender. */
export type MailServer = { url: string; from: string }

const TIMES = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 }

/** A failure of the mail server. `isFinal`: it refused for good (a 5xx of SMTP), and another try would not help. */
export class MailError extends Error {
  constructor(
    message: string,
    readonly isFinal: boolean,
  ) {
    super(message)
    this.name = 'MailError'
  }
}

/** Whatever a mail server says may hold addresses, and goes no further than a code. */
function toMailError(error: unknown): MailError {
  const { responseCode, code } = error as { responseCode?: number; code?: string }
  if (responseCode) return new MailError(`the mail server answered with ${responseCode}`, responseCode >= 500)
  return new MailError(
    code === 'EAUTH' ? 'the mail server did not let us in' : 'the mail server cannot be reached',
    false,
  )
}

/** Sends a message as text and HTML. Its `Message-ID` is that of the message, so that a second try is seen to be one.
 *  @throws MailError */
export async function sendMail(address: string, letter: Letter, { url, from }: MailServer): Promise<void> {
  const transport = createTransport({ url, ...TIMES })
  const host = new URL(letter.homeHref).hostname
  try {
    await transport.sendMail({
      ...{ from, to: { name: '', address }, subject: letter.subject, date: letter.createdAt },
      ...{ text: letterText(letter), html: letterHtml(letter), messageId: `<${letter.id}@${host}>` },
      headers: { 'auto-submitted': 'auto-generated', 'x-auto-response-suppress': 'All' },
      ...{ disableFileAccess: true, disableUrlAccess: true },
    })
  } catch (error) {
    throw toMailError(error)
  } finally {
    transport.close()
  }
}
