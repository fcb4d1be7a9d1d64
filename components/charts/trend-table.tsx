import type { TrendPoint, TrendSeries } from './trend'

/** The numbers behind a trend, for those who do not see it. */
export function TrendTable({ points, series, label }: { points: TrendPoint[]; series: TrendSeries[]; label: string }) {
  return (
    <table className="sr-only">
      <caption>{label}</caption>
      <thead>
        <tr>
          <th scope="col">Date</th>
          {series.map((each) => (
            <th key={each.key} scope="col">
              {each.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {points.map((point) => (
          <tr key={point.at}>
            <th scope="row">{point.at}</th>
            {series.map((each) => (
              <td key={each.key}>{point[each.key]}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
