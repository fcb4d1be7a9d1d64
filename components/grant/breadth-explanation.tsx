import { BREADTH_FORMULA } from '@/lib/domain/breadth'

function Weights({ label, weights }: { label: string; weights: Readonly<Record<string, number>> }) {
  return (
    <div>
      <dt className="mt-2 text-fg-3">{label}</dt>
      <dd className="flex flex-wrap gap-x-3 text-fg-2 tabular-nums">
        {Object.entries(weights).map(([name, weight]) => (
          <span key={name} className="whitespace-nowrap">
            {name.replaceAll('-', ' ')} {weight}
          </span>
        ))}
      </dd>
    </div>
  )
}

/** How breadth is computed, from the formula itself, so that no page can say anything else. */
export function BreadthExplanation() {
  return (
    <>
      <ul className="mt-1.5 list-disc space-y-0.5 pl-4 text-fg-2">
        {BREADTH_FORMULA.sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <dl>
        <Weights label="Weight by access level" weights={BREADTH_FORMULA.levels} />
        <Weights label="Added by kind of risk" weights={BREADTH_FORMULA.categories} />
        <Weights label="Times the tier of the system" weights={BREADTH_FORMULA.tiers} />
      </dl>
    </>
  )
}
