const MINUTE = 60
const HOUR = 3600
const DAY = 86_400

/** The ends of the time axis: 5 minutes to a year. What is shorter or longer stands at its end. */
export const SHORTEST = 5 * MINUTE
export const LONGEST = 365 * DAY

/** Ticks of the time axis; the ones a phone has room for are marked. */
export const TIME_TICKS = [
  { seconds: SHORTEST, label: '5 min', onPhone: true },
  { seconds: 15 * MINUTE, label: '15 min', onPhone: false },
  { seconds: HOUR, label: '1 h', onPhone: true },
  { seconds: 8 * HOUR, label: '8 h', onPhone: false },
  { seconds: DAY, label: '1 d', onPhone: true },
  { seconds: 7 * DAY, label: '7 d', onPhone: true },
  { seconds: 30 * DAY, label: '30 d', onPhone: false },
  { seconds: 90 * DAY, label: '90 d', onPhone: true },
  { seconds: LONGEST, label: '1 y', onPhone: false },
]

/** Where the brackets above the map part lifetimes; the last one is *never*. */
export const BRACKETS = [0, HOUR, DAY, 7 * DAY, 90 * DAY, Number.MAX_SAFE_INTEGER]

/** To a tenth of a pixel: logarithms differ in their last digit between the server and browsers. */
const round = (pixels: number) => Math.round(pixels * 10) / 10

/** The frame of a map of a given width: where its plot and its *never* column stand, and the scales between. */
export function mapScale(width: number) {
  const compact = width < 560
  const left = compact ? 24 : 30
  const top = compact ? 10 : 34
  const bottom = compact ? 276 : 384
  const neverRight = width - 2
  const neverLeft = neverRight - (compact ? 36 : 58)
  const right = neverLeft - (compact ? 5 : 10)
  const decades = Math.log(LONGEST / SHORTEST)
  const x = (seconds: number) => {
    if (!Number.isFinite(seconds)) return (neverLeft + neverRight) / 2
    const clamped = Math.min(LONGEST, Math.max(SHORTEST, seconds))
    return round(left + ((right - left) * Math.log(clamped / SHORTEST)) / decades)
  }
  const y = (breadth: number) => round(bottom - ((bottom - top) * Math.min(100, Math.max(0, breadth))) / 100)
  const seconds = (at: number) => {
    if (at > (right + neverLeft) / 2) return Number.POSITIVE_INFINITY
    return SHORTEST * Math.exp((decades * (Math.min(right, Math.max(left, at)) - left)) / (right - left))
  }
  const breadth = (at: number) => ((bottom - Math.min(bottom, Math.max(top, at))) / (bottom - top)) * 100
  return {
    compact,
    width,
    height: compact ? 300 : 412,
    left,
    right,
    top,
    bottom,
    neverLeft,
    neverRight,
    x,
    y,
    seconds,
    breadth,
  }
}

export type MapScale = ReturnType<typeof mapScale>
