import { footLines, type Letter } from '@/lib/domain/letter'

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escapeHtml = (text: string) => text.replaceAll(/[&<>"']/g, (mark) => ENTITIES[mark] ?? mark)
const lines = (text: string) => escapeHtml(text).replaceAll('\n', '<br>')

/** Inline, because mail programs take nothing else; the product's own hand: ink, hairlines, no box. */
const FONT =
  "font-family:Inter,-apple-system,'Segoe UI',Roboto,sans-serif;font-size:14px;line-height:20px;color:#1a1d21"
const FAINT = 'color:#6b7280;font-size:12px;line-height:16px'
const BUTTON =
  'display:inline-block;padding:8px 14px;background:#1a1d21;color:#ffffff;border-radius:5px;text-decoration:none;font-weight:500'
const HAIRLINE = 'border-top:1px solid #e5e7eb'

function factsHtml({ body }: Letter): string {
  if (body.facts.length === 0) return ''
  const cell = `${HAIRLINE};padding:6px 16px 6px 0;vertical-align:top`
  const rows = body.facts.map(({ label, value }) => {
    return `<tr><td style="${cell};${FAINT};white-space:nowrap">${escapeHtml(label)}</td><td style="${cell}">${lines(value)}</td></tr>`
  })
  return `<table role="presentation" cellspacing="0" style="border-collapse:collapse;width:100%;margin:0 0 16px;${FONT}">${rows.join('')}</table>`
}

const paragraph = (html: string, style = '') => `<p style="margin:0 0 16px;${style}">${html}</p>`

function listHtml({ body }: Letter): string {
  if (body.list.length === 0) return ''
  const items = body.list.map((line) => `<li style="margin:0 0 4px">${escapeHtml(line)}</li>`)
  return `<ul style="margin:0 0 16px;padding-left:18px">${items.join('')}</ul>`
}

/** A message as simple HTML: one column, one button, readable without style. */
export function letterHtml(letter: Letter): string {
  const { subject, body, actionHref, homeHref } = letter
  const quote = body.quote ? paragraph(lines(body.quote), 'border-left:2px solid #d1d5db;padding-left:12px') : ''
  const button = actionHref
    ? paragraph(`<a href="${escapeHtml(actionHref)}" style="${BUTTON}">${escapeHtml(body.pathWords)}</a>`)
    : ''
  const foot = [
    ...footLines(letter).map(escapeHtml),
    `<a href="${escapeHtml(homeHref)}" style="color:#6b7280">Remit</a>`,
  ]
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>`,
    `<body style="margin:0;padding:24px;background:#ffffff"><div style="max-width:560px;${FONT}">`,
    `<h1 style="margin:0 0 12px;font-size:16px;line-height:24px;font-weight:600">${escapeHtml(subject)}</h1>`,
    `${paragraph(lines(body.lead))}${quote}${factsHtml(letter)}${listHtml(letter)}${button}`,
    `<p style="margin:0;padding-top:12px;${HAIRLINE};${FAINT}">${foot.join('<br>')}</p></div></body></html>`,
  ].join('')
}
