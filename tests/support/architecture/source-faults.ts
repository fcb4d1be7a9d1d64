import { parseSync } from 'vite'
import { importFault, placeOf } from './import-table'

/** A place where a file breaks a rule of design.md: `lib/x.ts:12 says what`. */
export type Fault = string

type Node = { type: string; start: number; end: number; [key: string]: unknown }
type Source = { path: string; text: string; report: (offset: number, what: string) => void }

export const CAPS = { file: 200, page: 60, function: 40 }

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

function visit(node: Node, see: (node: Node) => void): void {
  see(node)
  for (const child of Object.values(node).flat()) if (isNode(child)) visit(child, see)
}

const lineAt = (text: string, offset: number) => text.slice(0, offset).split('\n').length
const named = (value: unknown, name: string) => isNode(value) && value.type === 'Identifier' && value.name === name

function isMember(node: Node, object: string, property: string): boolean {
  return node.type === 'MemberExpression' && named(node.object, object) && named(node.property, property)
}

const functions = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']

function checkLengths({ text, report }: Source, node: Node): void {
  if (!functions.includes(node.type)) return
  const lines = lineAt(text, node.end) - lineAt(text, node.start) + 1
  if (lines > CAPS.function) report(node.start, `this function has ${lines} lines, the cap is ${CAPS.function}`)
}

const typeEscapes: Record<string, string> = {
  TSAnyKeyword: '`any` is not allowed',
  TSNonNullExpression: 'the non-null `!` is not allowed',
}

function checkNode(source: Source, node: Node): void {
  const { path, report } = source
  checkLengths(source, node)
  const typeFault = typeEscapes[node.type]
  if (typeFault) report(node.start, typeFault)
  if (isMember(node, 'process', 'env') && path !== 'lib/env.ts') report(node.start, 'only lib/env.ts reads process.env')
  if (node.type === 'ExportAllDeclaration') report(node.start, '`export *` makes a barrel; import from the file itself')
  if (node.directive === 'use server' && !/^app\/(.*\/)?actions\.ts$/.test(path))
    report(node.start, "'use server' stands only in actions.ts files of app/")
  if (node.directive === 'use client' && /(^lib\/|\/(page|layout)\.tsx$)/.test(path))
    report(node.start, "'use client' stands only at leaves, not in pages, layouts or lib/")
  if (path.startsWith('lib/domain/')) checkPurity(report, node)
}

function checkPurity(report: Source['report'], node: Node): void {
  const clock = node.type === 'NewExpression' && named(node.callee, 'Date') && (node.arguments as []).length === 0
  if (clock || isMember(node, 'Date', 'now')) report(node.start, 'lib/domain has no clock: take `now` as an argument')
  if (isMember(node, 'Math', 'random')) report(node.start, 'lib/domain has no randomness')
  if (node.type === 'CallExpression' && named(node.callee, 'fetch')) report(node.start, 'lib/domain has no I/O')
}

type Import = { specifier: string; offset: number; isType: boolean }

function importOf(node: Node): Import[] {
  if (!['ImportDeclaration', 'ImportExpression', 'ExportNamedDeclaration', 'ExportAllDeclaration'].includes(node.type))
    return []
  if (!isNode(node.source) || typeof node.source.value !== 'string') return []
  const specifiers = (node.specifiers ?? []) as { importKind?: string }[]
  const eachIsType = specifiers.length > 0 && specifiers.every(({ importKind }) => importKind === 'type')
  const isType = node.importKind === 'type' || node.exportKind === 'type' || eachIsType
  return [{ specifier: node.source.value, offset: node.start, isType }]
}

function checkImports({ path, report }: Source, node: Node): void {
  for (const { specifier, offset, isType } of importOf(node)) {
    const fault = importFault(path, specifier, isType)
    if (fault) report(offset, fault)
    if (/^(node:)?process$/.test(specifier) && path !== 'lib/env.ts')
      report(offset, 'only lib/env.ts reads process.env')
  }
}

function checkBarrel({ report }: Source, program: Node): void {
  const statements = program.body as Node[]
  const isOnward = (node: Node) => node.type === 'ExportNamedDeclaration' && isNode(node.source)
  if (statements.length > 0 && statements.every(isOnward))
    report(0, 'this file is a barrel; import from the file itself')
}

function checkSize({ path, text, report }: Source): void {
  const cap = /^app\/(.*\/)?page\.tsx$/.test(path) ? CAPS.page : CAPS.file
  const lines = text.trimEnd().split('\n').length
  if (lines > cap) report(0, `this file has ${lines} lines, the cap is ${cap}`)
}

/** Every fault of one file of app/, components/, lib/ or prisma/. `path` is from the root, with slashes. */
export function sourceFaults(path: string, text: string): Fault[] {
  const faults: Fault[] = []
  const report = (offset: number, what: string) => faults.push(`${path}:${lineAt(text, offset)} ${what}`)
  const source = { path, text, report }
  const { program, comments, errors } = parseSync(path, text)
  for (const error of errors) report(0, `cannot be parsed: ${error.message}`)
  if (!placeOf(path)) report(0, 'belongs to no place of the import table')
  checkSize(source)
  checkBarrel(source, program as unknown as Node)
  visit(program as unknown as Node, (node) => {
    checkNode(source, node)
    checkImports(source, node)
  })
  for (const { value, start } of comments)
    if (/@ts-(ignore|nocheck|expect-error)/.test(value)) report(start, 'the compiler is not silenced')
  return faults
}
