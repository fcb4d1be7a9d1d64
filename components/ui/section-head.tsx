import type { ReactNode } from 'react'

/** The head of a section: title 14/600, a supporting line beside it, and a link, legend or button at the right. */
export function SectionHead({
  id,
  title,
  note,
  end,
}: {
  id?: string
  title: ReactNode
  note?: ReactNode
  end?: ReactNode
}) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-2">
      <h2 id={id} className="text-14 tracking-[-0.005em]">
        {title}
      </h2>
      {note ? <span className="text-12 text-fg-3">{note}</span> : null}
      {end ? (
        <span className="ml-auto self-center text-12 whitespace-nowrap text-fg-3 [&_a]:text-accent-fg [&_a:hover]:underline">
          {end}
        </span>
      ) : null}
    </div>
  )
}
