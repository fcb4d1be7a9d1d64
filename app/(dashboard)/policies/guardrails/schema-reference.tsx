/** What guardrails can speak of, folded away until it is looked for. */
export function SchemaReference({ schema }: { schema: string }) {
  return (
    <details>
      <summary className="cursor-pointer py-1.5 text-accent-fg">What guardrails can speak of</summary>
      <pre className="code overflow-x-auto border-t border-line py-2 whitespace-pre-wrap break-words text-fg-2">
        {schema}
      </pre>
    </details>
  )
}
