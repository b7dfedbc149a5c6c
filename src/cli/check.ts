/** `npm run check`: format, lint and types of everything, in seconds. Prints only what is wrong. */
import { runQuietly } from './programs.ts'

const CHECKS: [name: string, args: string[]][] = [
  ['biome', ['check', '--error-on-warnings']],
  ['tsc', ['-p', 'tsconfig.worker.json']],
  ['tsc', ['-p', 'tsconfig.web.json']],
  ['tsc', ['-p', 'tsconfig.node.json']],
]

/** 1 when one of the checks found something. */
export async function run(): Promise<number> {
  let failed = 0
  await Promise.all(
    CHECKS.map(async ([name, args]) => {
      const { code, output } = await runQuietly(name, args)
      if (code === 0) return
      failed += 1
      console.error(`${output.trim()}\n\n${name} ${args.join(' ')} found something to mend`)
    }),
  )
  if (failed === 0) console.log('format, lint and types are in order')
  return failed === 0 ? 0 : 1
}
