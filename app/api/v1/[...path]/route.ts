import { answerApi } from '@/lib/http/api/answer-api'

/** Each call is looked at when it comes; nothing of it is kept. */
export const dynamic = 'force-dynamic'

const answer = (request: Request): Promise<Response> => answerApi(request)

export {
  answer as DELETE,
  answer as GET,
  answer as HEAD,
  answer as OPTIONS,
  answer as PATCH,
  answer as POST,
  answer as PUT,
}
