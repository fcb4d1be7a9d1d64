import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

/** Microseconds of processor time so far: of this process, and of Postgres with all its processes, dead ones too. Says
 *  more than the clock where other programs want the same cores. Linux only: `postgres` is 0 elsewhere. */
export type ProcessorTime = { node: number; postgres: number }

const MICROSECONDS_PER_TICK = 10_000

export async function processorTime(postgresFolder: string): Promise<ProcessorTime> {
  const { user, system } = process.cpuUsage()
  return { node: user + system, postgres: await timeOfPostgres(postgresFolder).catch(() => 0) }
}

async function timeOfPostgres(folder: string): Promise<number> {
  const [server = ''] = (await readFile(path.join(folder, 'cluster', 'postmaster.pid'), 'utf8')).split('\n', 1)
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const all = await Promise.all(pids.map((pid) => readProcess(pid).catch(() => null)))
  const ticks = all.map((found) => {
    if (!found || (found.pid !== server && found.parent !== server)) return 0
    return found.own + (found.pid === server ? found.ofDeadChildren : 0)
  })
  return ticks.reduce((sum, each) => sum + each, 0) * MICROSECONDS_PER_TICK
}

/** Fields by their place after the command's name, see proc_pid_stat(5). */
async function readProcess(pid: string) {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticks = (position: number) => Number(fields[position])
  return { pid, parent: fields[1], own: ticks(11) + ticks(12), ofDeadChildren: ticks(13) + ticks(14) }
}
