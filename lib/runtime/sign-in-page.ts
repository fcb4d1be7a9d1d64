import { LOCAL_ACCOUNTS, type LocalAccount } from '@/lib/runtime/local-accounts'

/** The local identity provider's only page: choose who to be. One form, one button per account, no script. */
export function signInPage(uid: string): string {
  const accounts = LOCAL_ACCOUNTS.map(accountButton).join('\n')
  return page(
    'Sign in to Remit',
    `<h1>Sign in</h1>
    <p class="sub">Choose who to be. Each account has one role.</p>
    <form method="post" action="/interaction/${escapeHtml(uid)}"><ul>${accounts}</ul></form>
    <p class="note">Local accounts, for trying Remit on this machine only. There is no password.</p>`,
  )
}

/** Why a sign-in cannot go on, and the way back. */
export function problemPage(reason: string, remitUrl: string): string {
  return page(
    'Sign-in did not work',
    `<h1>Sign-in did not work</h1><p class="sub">${escapeHtml(reason)}</p>
    <p><a href="${escapeHtml(remitUrl)}/sign-in">Back to Remit</a></p>`,
  )
}

function accountButton({ subject, name, email, role, does }: LocalAccount, index: number): string {
  const focus = index === 0 ? ' autofocus' : ''
  return `<li><button name="account" value="${escapeHtml(subject)}"${focus}>
    <span class="who"><b>${escapeHtml(name)}</b><span>${escapeHtml(email)}</span></span>
    <span class="role"><b>${escapeHtml(role)}</b><span>${escapeHtml(does)}</span></span></button></li>`
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><main><p class="brand">Remit</p>${body}</main></body></html>`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** Where the page asks for its typeface. */
export const FONT_PATH = '/inter.woff2'

/** The few tokens of Remit's look that this page needs, so that it stands alone. */
const STYLE = `
@font-face { font-family: Inter; font-weight: 100 900; src: url(${FONT_PATH}) format("woff2") }
:root { --canvas: #f4f5f7; --surface: #fff; --hover: #f1f3f5; --line: #e7eaee; --line-strong: #d2d8df; --fg: #12161d;
  --fg-2: #414a58; --fg-3: #5f6978; --accent: #2457d6; --link: #1d4abf }
@media (prefers-color-scheme: dark) { :root { --canvas: #0b0d11; --surface: #111419; --hover: #1a1f26; --line: #21262e;
  --line-strong: #343c48; --fg: #eceff3; --fg-2: #b0b8c4; --fg-3: #8b95a4; --accent: #7ca4ff; --link: #94b4ff } }
* { box-sizing: border-box } h1, p, ul { margin: 0; padding: 0; list-style: none }
body { margin: 0; background: var(--canvas); color: var(--fg); font: 13px/20px Inter, system-ui, -apple-system,
  "Segoe UI", sans-serif; -webkit-font-smoothing: antialiased }
main { max-width: 460px; margin: 0 auto; padding: 22vh 16px 32px; display: grid; gap: 12px }
.brand { font-size: 14px; font-weight: 600; letter-spacing: -0.01em }
h1 { font-size: 20px; line-height: 28px; font-weight: 600; letter-spacing: -0.015em }
.sub { color: var(--fg-2); margin-top: -10px } .note { color: var(--fg-3); font-size: 12px; line-height: 16px }
ul { border: 1px solid var(--line-strong); border-radius: 5px; background: var(--surface) }
li + li { border-top: 1px solid var(--line) }
button { font: inherit; color: inherit; text-align: left; background: none; border: 0; border-radius: 4px; width: 100%;
  min-height: 56px; padding: 8px 12px; cursor: pointer; display: grid; grid-template-columns: 1fr 1fr; gap: 16px }
button:hover { background: var(--hover) } button > span { display: grid; align-content: start; min-width: 0 }
button b { font-weight: 500 } button span span { color: var(--fg-3); font-size: 12px; line-height: 16px }
a { color: var(--link) }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
@media (max-width: 420px) { main { padding-top: 32px } button { grid-template-columns: 1fr; gap: 4px } }`
