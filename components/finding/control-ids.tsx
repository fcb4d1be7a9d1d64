/** The controls a finding speaks to, ids by framework. They are Remit's judgement, and the reader is told so. */
export function ControlIds({ controls }: { controls: Record<string, readonly string[]> }) {
  const frameworks = Object.entries(controls).filter(([, ids]) => ids.length > 0)
  if (frameworks.length === 0) return null
  return (
    <section aria-labelledby="finding-controls" className="mt-5">
      <h3 id="finding-controls" className="text-13">
        Controls
      </h3>
      <dl className="mt-1 grid grid-cols-[minmax(120px,38%)_minmax(0,1fr)]">
        {frameworks.map(([framework, ids]) => (
          <div
            key={framework}
            className="col-span-2 grid grid-cols-subgrid items-baseline border-b border-line py-1 last:border-b-0"
          >
            <dt className="pr-3 text-12 text-fg-3">{framework}</dt>
            <dd className="flex flex-wrap gap-x-2">
              {ids.map((id) => (
                <span key={id} className="code">
                  {id}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-1.5 text-12 text-fg-3">Our own mapping, not a certified one.</p>
    </section>
  )
}
