import { answerMcp } from '@/lib/http/api/answer-mcp'

/** Each call is looked at when it comes; nothing of it is kept. */
export const dynamic = 'force-dynamic'

const answer = (request: Request): Promise<Response> => answerMcp(request)

export { answer as DELETE, answer as GET, answer as POST }
