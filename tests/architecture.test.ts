import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { listProjectFiles, nameFaults, ROOT } from './support/architecture/name-faults'
import { sourceFaults } from './support/architecture/source-faults'

const files = listProjectFiles().filter((path) => existsSync(`${ROOT}${path}`))
const sources = files.filter((path) => /^(app|components|lib|prisma)\/.*\.tsx?$/.test(path))

describe('the house that design.md describes', () => {
  it('holds only files that are named as agreed', () => {
    expect(files.flatMap(nameFaults)).toEqual([])
  })

  it('holds only files that keep to the import table, the caps and the rules of style', () => {
    expect(sources.length).toBeGreaterThan(0)
    expect(sources.flatMap((path) => sourceFaults(path, readFileSync(`${ROOT}${path}`, 'utf8')))).toEqual([])
  })
})

const lines = (count: number, line = 'x()') => Array(count).fill(line).join('\n')

describe('the rules catch', () => {
  it.each([
    ['domain that reads the database', 'lib/domain/a.ts', "import { reader } from '@/lib/db'", /may not import/],
    ['the same by a relative path', 'lib/domain/detectors/a.ts', "import { reader } from '../../db'", /may not import/],
    ['the same when needed', 'lib/domain/a.ts', "const { reader } = await import('@/lib/db')", /may not import/],
    [
      'the same handed on',
      'lib/domain/a.ts',
      "export { reader } from '@/lib/db'\nexport const a = 1",
      /may not import/,
    ],
    [
      'domain with a framework',
      'lib/domain/a.ts',
      "import { cookies } from 'next/headers'",
      /the package next\/headers/,
    ],
    ['domain with a clock', 'lib/domain/a.ts', 'export const a = () => new Date()', /no clock/],
    ['domain with the other clock', 'lib/domain/a.ts', 'export const a = () => Date.now()', /no clock/],
    ['domain with dice', 'lib/domain/a.ts', 'export const a = () => Math.random()', /no randomness/],
    ['domain that fetches', 'lib/domain/a.ts', "export const a = () => fetch('/')", /no I\/O/],
    ['commands on the network', 'lib/commands/a.ts', "import http from 'node:http'", /node:http/],
    ['commands with connectors', 'lib/commands/a.ts', "import { aws } from '@/lib/connectors/aws'", /may not import/],
    ['connectors with the database', 'lib/connectors/aws/index.ts', "import { mutate } from '@/lib/db'", /may not/],
    ['pages with the database', 'app/page.tsx', "import { reader } from '@/lib/db'", /may not import/],
    ['components with queries', 'components/grant/a.tsx', "import { listGrants } from '@/lib/queries/a'", /may not/],
    [
      'a second client',
      'lib/queries/a.ts',
      "import { PrismaClient } from '@/generated/prisma/client'",
      /only lib\/db.ts/,
    ],
    [
      'the types of the database in pages',
      'app/a.ts',
      "import type { Grant } from '@/generated/prisma/client'",
      /may not/,
    ],
    ['another reader of settings', 'lib/log.ts', 'export const a = process.env.A', /only lib\/env.ts/],
    ['the same through the module', 'lib/auth/a.ts', "import { env } from 'node:process'", /only lib\/env.ts/],
    ['a folder nobody agreed on', 'lib/extras/a.ts', 'export const a = 1', /no place/],
    ['any', 'lib/id.ts', 'export const a = {} as any', /`any`/],
    ['a non-null assertion', 'lib/id.ts', 'export const a = (b?: string) => b!.length', /non-null/],
    ['a silenced compiler', 'lib/id.ts', '// @ts-expect-error\nexport const a: string = 1', /silenced/],
    ['export *', 'lib/domain/a.ts', "export * from './b'", /barrel/],
    ['a barrel', 'components/grant/index.ts', "export { A } from './a'\nexport { B } from './b'", /barrel/],
    ['server actions elsewhere', 'app/grants/page.tsx', "'use server'\nexport async function a() {}", /actions\.ts/],
    [
      'a server action inside',
      'app/a.tsx',
      "export function A() { async function b() { 'use server' } }",
      /actions\.ts/,
    ],
    ['a page of the client', 'app/grants/page.tsx', "'use client'\nexport default function A() {}", /leaves/],
    ['a long file', 'lib/id.ts', lines(201), /201 lines, the cap is 200/],
    ['a long page', 'app/grants/page.tsx', lines(61), /61 lines, the cap is 60/],
    ['a long function', 'lib/id.ts', `export const a = () => {\n${lines(39)}\n}`, /41 lines, the cap is 40/],
  ])('%s', (_, path, text, message) => {
    expect(sourceFaults(path, text).join('\n')).toMatch(message)
  })

  it.each([
    ['a drawer', 'lib/utils.ts', /drawer/],
    ['a folder that is a drawer', 'lib/helpers/date.ts', /drawer/],
    ['camel case', 'lib/domain/delegatedSession.ts', /kebab-case/],
    ['a stray file at the top', 'notes.md', /at the top/],
  ])('%s', (_, path, message) => {
    expect(nameFaults(path).join('\n')).toMatch(message)
  })
})

describe('the rules let pass', () => {
  it.each([
    ['types of the generated client', 'lib/queries/a.ts', "import type { Grant } from '@/generated/prisma/client'"],
    ['a neighbour', 'lib/domain/detectors/a.ts', "import { isExpired } from '../life'"],
    ['zod in the domain', 'lib/domain/a.ts', "import { z } from 'zod'"],
    ['a moment that was handed in', 'lib/domain/a.ts', 'export const a = (now: Date) => new Date(now.getTime() + 1)'],
    ['actions', 'app/(dashboard)/grants/actions.ts', "'use server'\nexport async function a() {}"],
    ['a function at the cap', 'lib/id.ts', `export const a = () => {\n${lines(38)}\n}`],
  ])('%s', (_, path, text) => {
    expect(sourceFaults(path, text)).toEqual([])
  })
})
