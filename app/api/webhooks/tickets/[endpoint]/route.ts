import { receiveTicket } from '@/lib/http/receive-ticket'

/** The door for ticket systems: no sign-in, but a signature. */
export async function POST(request: Request, { params }: { params: Promise<{ endpoint: string }> }): Promise<Response> {
  return receiveTicket((await params).endpoint, request)
}
