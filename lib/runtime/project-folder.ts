import path from 'node:path'

/** The checkout: where package.json, prisma/ and .next/ are, wherever Remit was called from. */
export const projectFolder = path.resolve(import.meta.dirname, '..', '..')
