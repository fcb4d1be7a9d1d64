import type { EndpointFormat } from '@/lib/domain/endpoint'
import { footLines, type Letter } from '@/lib/domain/letter'

/** Standard Webhooks: what happened, when, and what there is to know. */
function remitBody({ id, kind, subject, body, createdAt, approvalId, actionHref }: Letter): object {
  const { lead, facts, list, quote, deadline } = body
  return {
    type: kind,
    timestamp: createdAt.toISOString(),
    data: { id, approvalId, title: subject, text: lead, quote, facts, list, deadline, url: actionHref },
  }
}

/** Slack's own marks (`&`, `<`, `>`), so that what somebody wrote never becomes a link or a mention. */
const plain = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text: text.slice(0, 3000) } })

function slackBody(letter: Letter): object {
  const { subject, body, actionHref } = letter
  const quote = body.quote ? `\n>${plain(body.quote).replaceAll('\n', '\n>')}` : ''
  const facts = body.facts.slice(0, 10).map(({ label, value }) => {
    return { type: 'mrkdwn', text: `*${plain(label)}*\n${plain(value)}`.slice(0, 2000) }
  })
  const list = body.list.map((line) => `• ${plain(line)}`).join('\n')
  const foot = footLines(letter).map((text) => ({ type: 'mrkdwn', text: plain(text) }))
  const button = { type: 'button', text: { type: 'plain_text', text: body.pathWords.slice(0, 75) }, url: actionHref }
  return {
    text: plain(`${subject}: ${body.lead}`),
    blocks: [
      section(`*${plain(subject)}*\n${plain(body.lead)}${quote}`),
      ...(facts.length > 0 ? [{ type: 'section', fields: facts }] : []),
      ...(list ? [section(list)] : []),
      ...(actionHref ? [{ type: 'actions', elements: [button] }] : []),
      ...(foot.length > 0 ? [{ type: 'context', elements: foot }] : []),
    ],
  }
}

/** A message as an endpoint of this format takes it. */
export function webhookBody(letter: Letter, format: EndpointFormat): object {
  return format === 'slack' ? slackBody(letter) : remitBody(letter)
}
