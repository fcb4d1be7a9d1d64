import path from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { ApiScope } from '@/lib/domain/api-scope'
import { answerApi } from '@/lib/http/api/answer-api'
import { answerMcp } from '@/lib/http/api/answer-mcp'
import { projectFolder } from '@/lib/runtime/project-folder'
import { createApi } from '@/tests/support/api-fixture'
import { serveRequests } from '@/tests/support/api-server'
import { NOW } from '@/tests/support/clock'

let org: Awaited<ReturnType<typeof createApi>>
beforeAll(async () => {
  org = await createApi()
})

const AGENT: ApiScope[] = ['access:read', 'requests:write', 'access:revoke']

async function overHttp(token: string): Promise<Transport> {
  const url = await serveRequests((request) => answerMcp(request, NOW))
  const requestInit = { headers: { authorization: `Bearer ${token}` } }
  return new StreamableHTTPClientTransport(new URL(`${url}/api/mcp`), { requestInit }) as Transport
}

/** `npx remit mcp`, in a process of its own. */
async function overStdio(token: string): Promise<Transport> {
  const url = await serveRequests((request) => answerApi(request, NOW))
  const args = [path.join(projectFolder, 'lib/runtime/remit.mjs'), 'mcp']
  const env = { ...process.env, REMIT_URL: url, REMIT_TOKEN: token } as Record<string, string>
  return new StdioClientTransport({ command: process.execPath, args, env, stderr: 'inherit' })
}

async function connect(transport: Transport): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' })
  await client.connect(transport)
  onTestFinished(() => client.close())
  return client
}

const call = async (client: Client, name: string, given: Record<string, unknown> = {}) => {
  const { structuredContent, isError, content } = await client.callTool({ name, arguments: given })
  const [first] = content as { text: string }[]
  return {
    isError: isError === true,
    value: (structuredContent ?? JSON.parse(first?.text ?? '{}')) as Record<string, never>,
  }
}

describe.each([
  ['over HTTP', overHttp],
  ['over standard input and output', overStdio],
] as const)('an agent %s', (_, open) => {
  it('asks what it may do, asks for more, follows it, and drops its session when it is done', async () => {
    const client = await connect(await open(await org.serviceToken(org.actorId, AGENT)))
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['me_get', 'me_access', 'grants_request', 'me_end']),
    )
    expect(tools.map(({ name }) => name)).not.toContain('requests_approve')
    expect(await call(client, 'me_get')).toMatchObject({ value: { kind: 'service', id: org.actorId } })
    const asked = await call(client, 'grants_request', org.wish({ name: 'for the agent' }))
    expect(asked.value).toMatchObject({ status: 'pending' })
    const followed = await call(client, 'requests_get', { requestId: asked.value.approvalId })
    expect(followed.value).toMatchObject({ status: 'pending', kind: 'grant' })
    await org.approve(asked.value.grantId ?? '')
    const sessionId = await org.session(asked.value.grantId ?? '')
    const mine = await call(client, 'me_access')
    expect(JSON.stringify(mine.value.actsBy)).toContain(sessionId)
    expect(await call(client, 'me_end', { sessionId, reason: 'Done.' })).toMatchObject({ value: { ended: 1 } })
    expect((await org.readSession(sessionId)).status).toBe('revoked')
  })

  it('is held to its token, and told what is wrong in words that stay the same', async () => {
    const client = await connect(await open(await org.serviceToken(org.actorId, ['access:read'])))
    expect(await call(client, 'grants_request', org.wish())).toMatchObject({
      ...{ isError: true, value: { code: 'insufficient_scope' } },
    })
    expect(await call(client, 'grants_get', { grantId: 'grt_x' })).toMatchObject({ value: { code: 'not_found' } })
    expect(await call(client, 'grants_list', { limit: 0 })).toMatchObject({
      isError: true,
      value: { code: 'invalid_input' },
    })
    await expect(call(client, 'requests_approve', {})).rejects.toThrow(/no tool/)
  })
})

describe('the MCP server over HTTP', () => {
  const post = (headers: Record<string, string>, method = 'POST') =>
    answerMcp(
      new Request('http://remit.test/api/mcp', { method, headers, body: method === 'POST' ? '{}' : undefined }),
      NOW,
    )

  it('says how to authenticate where there is no token, or a bad one', async () => {
    const missing = await post({})
    expect([missing.status, missing.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="remit"'])
    const bad = await post({ authorization: 'Bearer rmt_nothing' })
    expect(bad.headers.get('www-authenticate')).toContain('error="invalid_token"')
  })

  it('lets no page of another site in, and sends nothing by itself', async () => {
    const authorization = `Bearer ${await org.token('admin')}`
    const other = await post({ authorization, origin: 'https://evil.example', host: 'remit.test' })
    expect(other.status).toBe(403)
    const get = await post({ authorization }, 'GET')
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST'])
  })
})
