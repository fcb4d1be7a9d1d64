#!/usr/bin/env node
import { fileURLToPath } from 'node:url'
import { register } from 'tsx/esm/api'

// `@/…` is said there; without it tsx looks for one in the folder that remit was called from.
register({ tsconfig: fileURLToPath(new URL('../../tsconfig.json', import.meta.url)) })
const { runCommandLine } = await import('./cli.ts')
await runCommandLine(process.argv.slice(2))
