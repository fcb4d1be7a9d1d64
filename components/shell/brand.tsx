import { Link } from '@/components/ui/link'

/** The sign of Remit: a step down, and the one who acts below it. */
export function Logo({ size = 18 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 18 18" aria-hidden="true">
      <path d="M2.5 3.5h5v5h4.5v4.5h3.5" fill="none" stroke="currentColor" strokeWidth="2" />
      <circle cx="5" cy="13" r="2.25" className="fill-accent" />
    </svg>
  )
}

/** The head of the nav: sign, name, and the organisation one is in. */
export function Brand({ organisation }: { organisation: string }) {
  return (
    <div className="flex h-11 shrink-0 items-center gap-2 px-2 text-14 font-semibold tracking-[-0.01em]">
      <Link href="/" className="flex items-center gap-2 hover:text-inherit">
        <Logo />
        Remit
      </Link>
      <span className="ml-auto truncate text-12 font-normal tracking-normal text-fg-3">{organisation}</span>
    </div>
  )
}
