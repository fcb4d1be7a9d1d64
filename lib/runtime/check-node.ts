const OLDEST_NODE = [20, 19] as const

/** One sentence where a version of Node is too old for Remit; undefined where it is not. */
export function nodeProblem(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return undefined
  return `Remit needs Node ${OLDEST_NODE.join('.')} or later; this is ${version}.`
}

// Imported first by what npm starts: what is imported after it may not even load on an old Node.
const problem = nodeProblem(process.versions.node)
if (problem) {
  process.stderr.write(`${problem}\n`)
  process.exit(1)
}
