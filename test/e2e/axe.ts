/** What axe finds on a page, as lines that say where and what. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const COLOUR = ['color-contrast', 'link-in-text-block']

/** Findings of serious or critical impact in what can be seen. Empty: there are none. `colour`: only what a theme changes. */
export async function findings(page: Page, what: 'all' | 'colour' = 'all'): Promise<string[]> {
  // Contrast is measured on what stands still.
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((one) => Number.isFinite(Number(one.effect?.getComputedTiming().endTime)))
        .map((one) => one.finished.catch(() => {})),
    ),
  )
  await page.evaluate(source)
  const how = { resultTypes: ['violations'], ...(what === 'colour' && { runOnly: COLOUR }) }
  const { violations } = await page.evaluate((how) => {
    const { axe } = globalThis as unknown as {
      axe: { run(where: Document, how: object): Promise<AxeResults> }
    }
    return axe.run(document, how)
  }, how)
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary?.split('\n').join(' ')}`,
      ),
    )
}
