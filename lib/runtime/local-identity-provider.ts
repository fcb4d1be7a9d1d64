import { createReadStream } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import path from 'node:path'
import { type Configuration, interactionPolicy, Provider } from 'oidc-provider'
import type { IdentityProviderKeys } from '@/lib/runtime/identity-provider-keys'
import { MemoryAdapter } from '@/lib/runtime/identity-provider-memory'
import { LOCAL_ACCOUNTS } from '@/lib/runtime/local-accounts'
import { LOCAL_CLIENT_ID, localIssuer } from '@/lib/runtime/local-client'
import { projectFolder } from '@/lib/runtime/project-folder'
import { FONT_PATH, problemPage, signInPage } from '@/lib/runtime/sign-in-page'

type Options = { port: number; remitUrl: string; keys: IdentityProviderKeys }

/**
 * An OpenID provider for trying Remit on one machine: 127.0.0.1 only, one client, no passwords, one account per role.
 * Asks who is there at every sign-in, so that one can change role by signing out and in.
 */
export async function startLocalIdentityProvider({ port, remitUrl, keys }: Options): Promise<Server> {
  const provider = new Provider(localIssuer(port), configuration(remitUrl, keys))
  const answer = provider.callback()
  const server = createServer((request, response) => {
    const uid = /^\/interaction\/([\w-]+)$/.exec(request.url ?? '')?.[1]
    if (request.url === FONT_PATH) return sendFont(response)
    if (!uid) return answer(request, response)
    interact(provider, request, response).catch(() => refuse(response, remitUrl))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
  return server
}

function configuration(remitUrl: string, keys: IdentityProviderKeys): Configuration {
  return {
    adapter: MemoryAdapter,
    clients: [
      {
        client_id: LOCAL_CLIENT_ID,
        client_secret: keys.clientSecret,
        redirect_uris: [`${remitUrl}/api/auth/callback/oidc`],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    jwks: { keys: keys.signingKeys },
    cookies: { keys: keys.cookieKeys },
    pkce: { required: () => true },
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    scopes: ['openid', 'profile', 'email'],
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}`, policy: askEveryTime() },
    findAccount: (_ctx, subject) => findAccount(subject),
    loadExistingGrant: grantOwnClient,
    renderError: (ctx, out) => {
      ctx.type = 'html'
      ctx.body = problemPage(out.error_description ?? out.error, remitUrl)
    },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
  }
}

function askEveryTime() {
  const { Check, Prompt, base } = interactionPolicy
  const policy = base()
  policy.clear()
  const hasAnswered = new Check('no_answer', 'Choose an account', 'login_required', (ctx) =>
    ctx.oidc.result?.login ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT,
  )
  policy.add(new Prompt({ name: 'login', requestable: true }, hasAnswered))
  return policy
}

function findAccount(subject: string) {
  const account = LOCAL_ACCOUNTS.find((candidate) => candidate.subject === subject)
  if (!account) return undefined
  const { name, email } = account
  return { accountId: subject, claims: () => ({ sub: subject, name, email, email_verified: true }) }
}

/** The only client is Remit itself, so there is nothing to consent to. */
const grantOwnClient: Configuration['loadExistingGrant'] = async (ctx) => {
  const { client, session, provider } = ctx.oidc
  if (!client || !session?.accountId) return undefined
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
  grant.addOIDCScope('openid profile email')
  await grant.save()
  return grant
}

async function interact(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { uid } = await provider.interactionDetails(request, response)
  if (request.method !== 'POST') return sendPage(response, 200, signInPage(uid))
  const subject = new URLSearchParams(await readBody(request)).get('account') ?? ''
  if (!findAccount(subject)) return sendPage(response, 400, signInPage(uid))
  await provider.interactionFinished(request, response, { login: { accountId: subject, remember: false } })
}

function refuse(response: ServerResponse, remitUrl: string): void {
  sendPage(response, 400, problemPage('This sign-in was begun too long ago, or in another browser.', remitUrl))
}

function sendFont(response: ServerResponse): void {
  const file = 'node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'
  response.writeHead(200, { 'content-type': 'font/woff2', 'cache-control': 'max-age=86400' })
  createReadStream(path.join(projectFolder, file))
    .on('error', () => response.end())
    .pipe(response)
}

function sendPage(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(html)
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) {
    chunks.push(chunk as Buffer)
    if (chunks.length > 16) throw new Error('too much for a form of one field')
  }
  return Buffer.concat(chunks).toString('utf8')
}
