import { readHealth } from '@/lib/queries/read-health'
import manifest from '@/package.json'

export const dynamic = 'force-dynamic'

/** 200 once everything runs, 503 saying which part does not. Open to anybody: it tells nothing else. */
export async function GET(): Promise<Response> {
  const parts = await readHealth()
  const isHealthy = Object.values(parts).every((part) => part === 'ok')
  const body = { status: isHealthy ? 'ok' : 'unavailable', version: manifest.version, ...parts }
  return Response.json(body, { status: isHealthy ? 200 : 503, headers: { 'cache-control': 'no-store' } })
}
