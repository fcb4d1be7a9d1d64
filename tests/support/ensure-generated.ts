import { execFileSync } from 'node:child_process'
import { ensurePrismaClient } from '@/lib/runtime/build'
import { projectFolder } from '@/lib/runtime/project-folder'

function node(...args: string[]): void {
  execFileSync(process.execPath, args, { cwd: projectFolder, stdio: ['ignore', 'ignore', 'inherit'] })
}

/** Makes Prisma's client, which is not in git, where it is missing or older than the schema. */
export async function ensureGenerated(): Promise<void> {
  await ensurePrismaClient(async (_, args) => node(...args))
}

/** Makes next-env.d.ts and the types of the routes, which the compiler needs and which go stale with every page. */
export function generateRouteTypes(): void {
  node('node_modules/next/dist/bin/next', 'typegen')
}
