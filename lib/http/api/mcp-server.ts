import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  type Tool,
} from '@modelcontextprotocol/sdk/types.js'
import { toJsonSchema } from '@/lib/operations/json-schema'
import { type Operation, toolOf } from '@/lib/operations/operation'
import { OPERATIONS } from '@/lib/operations/operations'

/** What came of calling an operation: its answer, or a problem that an agent can read and act on. */
export type Called =
  | { answer: Record<string, unknown> }
  | { problem: { code: string; detail: string; errors?: unknown } }

const INSTRUCTIONS = `Remit knows who acts for whom, how far and for how long. Ask me_get and me_access for what you may do.
To do more, call grants_request with the least that your task needs and a short duration; then follow it with requests_get
until it is decided. An offer of less may be put to you: answer it with offers_answer. When you are done, drop your session
or grant with me_end. What you may not do is refused with a code and a reason: do not try again unchanged.`

const AGENTS = OPERATIONS.filter(({ forAgents }) => forAgents)

function toTool(operation: Operation): Tool {
  const { method, summary, description } = operation
  const isQuestion = method === 'GET'
  return {
    name: toolOf(operation),
    title: summary,
    description: `${summary}${summary.endsWith('?') ? '' : '.'} ${description}`,
    inputSchema: toJsonSchema(operation.input, 'input') as Tool['inputSchema'],
    outputSchema: { type: 'object', ...toJsonSchema(operation.output, 'output') } as Tool['outputSchema'],
    annotations: { readOnlyHint: isQuestion, destructiveHint: operation.id === 'me.end', openWorldHint: false },
  }
}

function toResult(called: Called): CallToolResult {
  if ('answer' in called) {
    return { content: [{ type: 'text', text: JSON.stringify(called.answer) }], structuredContent: called.answer }
  }
  return { isError: true, content: [{ type: 'text', text: JSON.stringify(called.problem) }] }
}

/** The operations that are for agents, as an MCP server without a transport. `call` makes a call with the caller's token. */
export function createMcpServer(call: (operation: Operation, given: unknown) => Promise<Called>): Server {
  const server = new Server(
    { name: 'remit', title: 'Remit', version: '1' },
    { capabilities: { tools: {} }, instructions: INSTRUCTIONS },
  )
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: AGENTS.map(toTool) }))
  server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    const operation = AGENTS.find((each) => toolOf(each) === params.name)
    if (!operation) throw new McpError(ErrorCode.InvalidParams, `There is no tool ${params.name}.`)
    return toResult(await call(operation, params.arguments ?? {}))
  })
  return server
}
