import { pathToFileURL } from 'node:url'
import { disconnect } from '@/lib/db'

/** The process that tells the demo organisation's story, once; its one argument is the file that exports `seed`. */
async function main(file: string): Promise<void> {
  const { seed } = (await import(pathToFileURL(file).href)) as { seed: () => Promise<void> }
  await seed()
  await disconnect()
}

main(process.argv[2] ?? '').then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)
