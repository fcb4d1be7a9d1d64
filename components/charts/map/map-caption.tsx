const RAMP = ['bg-u1', 'bg-u2', 'bg-u3', 'bg-u4', 'bg-u5']

/** The map's legend: the ramp of the unused share. Stands in the section's head. */
export function MapLegend() {
  return (
    <span className="inline-flex items-center gap-1.5 text-12 whitespace-nowrap text-fg-3">
      Unused
      <span aria-hidden="true" className="inline-flex gap-0.75">
        {RAMP.map((colour) => (
          <i key={colour} className={`size-2 rounded-full ${colour}`} />
        ))}
      </span>
      0 to 100 %
    </span>
  )
}

/** The line under the map: what its axis is, and what the red lines are. */
export function MapCaption() {
  return (
    <p className="flex justify-between pl-7.5 text-12 text-fg-3 max-md:pl-6">
      <span>Lifetime at issue, log scale</span>
      <span className="max-md:hidden">
        <i
          aria-hidden="true"
          className="mr-1.5 inline-block h-1.75 w-3.5 border-r-[1.25px] border-b-[1.25px] border-limit align-[1px]"
        />
        Policy limit by tier of the system; tinted beyond it
      </span>
    </p>
  )
}
