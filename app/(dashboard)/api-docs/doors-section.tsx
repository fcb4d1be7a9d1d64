import { CopyLine } from '@/components/ui/copy-line'
import { Link } from '@/components/ui/link'
import { SectionHead } from '@/components/ui/section-head'

/** The three doors to the same operations, and how to come in. */
export function DoorsSection({ address }: { address: string }) {
  return (
    <section aria-labelledby="doors" className="page-inset max-w-220 pt-3">
      <SectionHead
        id="doors"
        title="Three doors, one list"
        end={
          <a href="/api/v1/openapi.json" className="text-accent-fg underline">
            OpenAPI 3.1
          </a>
        }
      />
      <p className="mt-1 text-fg-2">
        REST, the command line and the MCP server call the same operations with a{' '}
        <Link href="/settings/tokens" className="text-accent-fg underline">
          token
        </Link>
        . What one refuses the others refuse with the same code. A POST with an{' '}
        <span className="code">Idempotency-Key</span> is done once within a day. Lists go on with{' '}
        <span className="code">after</span>.
      </p>
      <CopyLine
        label="REST"
        text={`curl "${address}/api/v1/me" -H "Authorization: Bearer $REMIT_TOKEN"`}
        what="command"
      />
      <CopyLine
        label="Command line"
        text={`REMIT_URL=${address} REMIT_TOKEN=rmt_… npx remit requests list`}
        what="command"
      />
      <CopyLine label="MCP over HTTP, with the token as bearer" text={`${address}/api/mcp`} what="address" />
      <CopyLine
        label="MCP on standard input and output"
        text={`REMIT_URL=${address} REMIT_TOKEN=rmt_… npx remit mcp`}
        what="command"
      />
    </section>
  )
}
