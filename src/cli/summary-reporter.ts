/**
 * Ends a test run with one line that machines read: `N passed, N failed`, and how many were skipped if any. Before it
 * stands why tests failed that passed when they were tried again: a hurry is forgiven, but not kept quiet.
 */
import type { Reporter, TestCase, TestModule } from 'vitest/node'

export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const count = { passed: 0, failed: 0, skipped: 0 }
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state !== 'pending') count[state] += 1
        if (test.diagnostic()?.flaky) console.log(firstTries(test))
      }
      // A file that could not be loaded has no tests to count, and is a failure all the same.
      if (module.errors().length > 0) count.failed += 1
    }
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : ''
    console.log(`${count.passed} passed, ${count.failed + unhandled.length} failed${skipped}`)
  }
}

function firstTries(test: TestCase): string {
  const { errors = [] } = test.result()
  const why = errors.map(({ message, stacks = [] }) => {
    const at = stacks[0] ? ` (line ${stacks[0].line})` : ''
    return `  ${message.slice(0, 1500).replaceAll('\n', '\n  ')}${at}`
  })
  return [
    `Only passed when it was tried again: ${test.module.relativeModuleId} > ${test.fullName}`,
    ...why,
  ].join('\n')
}
