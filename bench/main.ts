/**
 * `npm run bench [-- scenario …]`: measures the product, and a bare pass-through proxy on the same runtime in the same
 * run, and prints the table. With `--write` the table becomes RESULTS.md. Two cores and a quiet machine are assumed.
 */
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import type { Measured } from './budgets.ts'
import { Lab, type Scenario } from './lab.ts'
import { huge } from './scenarios/huge.ts'
import { long } from './scenarios/long.ts'
import { burst, held, unpaced } from './scenarios/many.ts'
import { fanout, sockets } from './scenarios/reach.ts'
import { bundle, start } from './scenarios/rest.ts'
import { search } from './scenarios/search.ts'
import { turns } from './scenarios/turns.ts'
import { lineOf, table } from './table.ts'

const SCENARIOS: Scenario[] = [
  start,
  bundle,
  turns,
  burst,
  held,
  unpaced,
  fanout,
  sockets,
  huge,
  long,
  search,
]

const args = process.argv.slice(2)
const named = args.filter((arg) => !arg.startsWith('-'))
const unknown = named.filter((name) => !SCENARIOS.some((scenario) => scenario.name === name))
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(', ')}; there are ${SCENARIOS.map(({ name }) => name).join(', ')}`)
  process.exit(1)
}

const lab = await Lab.open()
const all: Measured[] = []
let failed = false
try {
  for (const scenario of SCENARIOS) {
    if (named.length > 0 && !named.includes(scenario.name)) continue
    try {
      const measured = await scenario.run(lab)
      for (const one of measured) console.log(lineOf(one))
      all.push(...measured)
    } catch (error) {
      // One that cannot be measured does not take the others with it.
      console.error(`${scenario.name} failed:`, error)
      failed = true
    }
  }
} finally {
  await lab.close()
}
console.log(`\n${table(all)}`)
if (args.includes('--write')) {
  const machine = `${cpus().length} × ${cpus()[0]!.model}, Node ${process.versions.node}`
  const text = `# Figures as measured\n\nWritten by \`npm run bench -- --write\` on ${machine}, ${new Date().toISOString().slice(0, 10)}.
"Bare proxy" is a pass-through proxy without any JavaScript in the stream, on the same runtime, under the same load, in
the same run. Peers were measured on the same kind of machine.\n\n${table(all)}\n`
  writeFileSync(new URL('RESULTS.md', import.meta.url), text)
}
process.exit(failed ? 1 : 0)
