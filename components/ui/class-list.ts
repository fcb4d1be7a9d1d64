/** Joins class names, leaving out what is false or missing. */
export function classList(...names: (string | false | null | undefined)[]) {
  return names.filter(Boolean).join(' ')
}
