/** The nouns, to jump to. */
export function NounIndex({ nouns }: { nouns: readonly string[] }) {
  return (
    <nav aria-label="Nouns of the API" className="page-inset py-3 md:sticky md:top-11 md:self-start md:pr-2">
      <ul className="flex flex-wrap gap-x-3 md:flex-col md:gap-x-0">
        {[...nouns, 'problems'].map((noun) => (
          <li key={noun}>
            <a href={`#${noun}`} className="inline-flex items-center py-1 text-accent-fg max-md:min-h-10">
              {noun}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
