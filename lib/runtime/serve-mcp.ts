import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import type { Called } from '@/lib/http/api/mcp-server'
import { createMcpServer } from '@/lib/http/api/mcp-server'
import type { Operation } from '@/lib/operations/operation'
import { type ApiAccess, ApiProblem, callOperation } from '@/lib/runtime/api-client'
import { UsageError } from '@/lib/runtime/usage-error'

/** A call through the API, whose problems an agent is told. */
async function callThroughApi(access: ApiAccess, { method, path }: Operation, given: unknown): Promise<Called> {
  try {
    return { answer: await callOperation(access, { method, path, input: { ...(given as Record<string, unknown>) } }) }
  } catch (error) {
    if (error instanceof UsageError) return { problem: { code: 'invalid_input', detail: error.message } }
    if (!(error instanceof ApiProblem)) throw error
    const { code, message: detail } = error
    return { problem: { code, detail, errors: error.problem.errors } }
  }
}

/** Serves the tools on standard input and output until the other side is gone. All that is said goes through the API, with
 *  the token that was given: there is nothing an agent could do here that it could not do there. */
export async function serveMcp(access: ApiAccess): Promise<void> {
  const server = createMcpServer((operation, given) => callThroughApi(access, operation, given))
  const gone = new Promise<void>((resolve) => {
    server.onclose = resolve
    process.stdin.once('end', resolve)
  })
  await server.connect(new StdioServerTransport())
  await gone
  await server.close()
}
