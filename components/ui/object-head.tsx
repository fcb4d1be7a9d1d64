import type { ReactNode } from 'react'

/** The head of an object's page: title 20, a line of facts (status, id, owner), actions at the right. */
export function ObjectHead({ title, facts, actions }: { title: ReactNode; facts?: ReactNode; actions?: ReactNode }) {
  return (
    <div className="page-inset flex flex-wrap items-start gap-4 pt-4 pb-3 max-md:pt-3 max-md:pb-2">
      <div className="min-w-0">
        <h1 className="text-20 tracking-[-0.015em] break-words max-md:text-[18px] max-md:leading-6 max-md:tracking-[-0.01em]">
          {title}
        </h1>
        {facts ? (
          <div className="mt-0.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-12 text-fg-3 [&_b]:font-normal [&_b]:text-fg-2">
            {facts}
          </div>
        ) : null}
      </div>
      {actions ? (
        <div className="ml-auto flex shrink-0 items-center gap-2 max-md:ml-0 max-md:w-full max-md:flex-wrap">
          {actions}
        </div>
      ) : null}
    </div>
  )
}
