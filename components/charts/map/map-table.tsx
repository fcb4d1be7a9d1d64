import { formatNumber } from '@/lib/format'
import type { Bracket } from './map-brackets'

const SPANS = ['up to 1 h', '1 h to 1 d', '1 d to 7 d', '7 d to 90 d', 'over 90 d', 'never']

/** What the map shows, as numbers for those who do not see it. */
export function MapTable({ spans }: { spans: Bracket[] }) {
  return (
    <table className="sr-only">
      <caption>Live sessions by lifetime</caption>
      <thead>
        <tr>
          <th scope="col">Lifetime at issue</th>
          <th scope="col">Live</th>
          <th scope="col">Over their limit</th>
        </tr>
      </thead>
      <tbody>
        {spans.map((span, index) => (
          <tr key={SPANS[index]}>
            <th scope="row">{SPANS[index]}</th>
            <td>{formatNumber(span.count)}</td>
            <td>{formatNumber(span.over)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
