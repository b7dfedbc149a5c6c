/**
 * `npm test`: the whole gate, and what CI runs: format, lint, types, then every test. Arguments go to the test runner
 * (`npm test -- test/room`), and then only the tests that they name run.
 */
import { ensureBuilt } from './build/build.ts'
import { run as check } from './check.ts'
import { runProgram } from './programs.ts'

/** 1 when a check or a test fails; the tests are not begun when a check did. */
export async function run(args: string[]): Promise<number> {
  if (args.length === 0) {
    if ((await check()) !== 0) return 1
    // Once here, so that the first test with a real server does not count the build as its start.
    await ensureBuilt()
  }
  return runProgram('vitest', [
    'run',
    '--reporter=default',
    '--reporter=./src/cli/summary-reporter.ts',
    ...args,
  ])
}
