import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { vi } from 'vitest'
import { runCommandLine } from '@/lib/runtime/cli'
import { projectFolder } from '@/lib/runtime/project-folder'

/** What a call of `remit` came to. */
export type Said = { code: number; stdout: string; stderr: string }

/** `npx remit …` in a process of its own, called from `folder`. It takes seconds: for what only a process can show, that
 *  the program starts, what it says beside its answer, that it ends with its code. Once a family of verbs is enough. */
export function spawnRemit(folder: string, ...words: string[]): Promise<Said> {
  const entry = path.join(projectFolder, 'lib/runtime/remit.mjs')
  return promisify(execFile)(process.execPath, [entry, ...words], { cwd: folder }).then(
    (said) => ({ code: 0, ...said }),
    (error: Said) => error,
  )
}

/** The same program in this process, from the first word to the exit code. One call at a time: it takes over the output. */
export async function callRemit(folder: string, ...words: string[]): Promise<Said> {
  const said = { stdout: '', stderr: '' }
  const outputs = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      said[name] += text
      return true
    }),
  )
  const before = process.cwd()
  // What the program would set where nothing is, and leave behind.
  vi.stubEnv('REMIT_HOME', process.env.REMIT_HOME || folder).stubEnv('LOG_LEVEL', process.env.LOG_LEVEL || 'warn')
  process.chdir(folder)
  try {
    await runCommandLine(words)
    return { code: Number(process.exitCode ?? 0), ...said }
  } finally {
    process.exitCode = undefined
    process.chdir(before)
    for (const output of outputs) output.mockRestore()
  }
}

export const lastLine = ({ stdout }: Said) => JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
