import { type MessageBody, type MessageKind, momentInWords } from '@/lib/domain/message'

/** A message as it leaves: with addresses of this installation in it. Ids are public. `actionHref`: the link to decide by, or
 *  the page it is about; `homeHref`: Remit itself. `zone`: by whose clock its times are told. */
export type Letter = {
  id: string
  kind: MessageKind
  subject: string
  body: MessageBody
  createdAt: Date
  approvalId: string | null
  actionHref: string | null
  isLink: boolean
  homeHref: string
  zone: string
}

const PERSONAL = 'The link is for you alone, works once, and asks you to sign in.'

/** What stands below: until when it can be answered, and what the link is. */
export function footLines({ body, actionHref, isLink, zone }: Letter): string[] {
  const deadline = body.deadline ? [`It lapses at ${momentInWords(body.deadline, zone)}.`] : []
  return [...deadline, ...(actionHref && isLink ? [PERSONAL] : [])]
}

/** A message as plain text. */
export function letterText(letter: Letter): string {
  const { lead, facts, list, quote, pathWords } = letter.body
  const width = Math.max(0, ...facts.map(({ label }) => label.length))
  const parts = [
    [lead],
    quote ? quote.split('\n').map((line) => `> ${line}`) : [],
    facts.map(({ label, value }) => `${label.padEnd(width)}  ${value}`),
    list.map((line) => `- ${line}`),
    letter.actionHref ? [`${pathWords}: ${letter.actionHref}`] : [],
    footLines(letter),
    ['Remit', letter.homeHref],
  ]
  const paragraphs = parts.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'))
  return `${paragraphs.join('\n\n')}\n`
}
