/** The moment at which every test happens: a Monday, noon UTC, in a month that has a partition. */
export const NOW = new Date('2026-11-23T12:00:00.000Z')

const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** A moment relative to NOW: `at('+15m')`, `at('-90d')`. */
export function at(offset: `${'+' | '-'}${number}${keyof typeof units}`): Date {
  const match = /^([+-]\d+(?:\.\d+)?)([smhd])$/.exec(offset)
  if (!match) throw new Error(`no offset: ${offset}`)
  return new Date(NOW.getTime() + Number(match[1]) * units[match[2] as keyof typeof units])
}
