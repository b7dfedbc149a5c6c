/** A browser in which somebody is signed in. */
import type { BrowserContext } from 'playwright-core'
import { startBrowser } from '../../test/e2e/chromium.ts'
import type { Person } from '../../test/support/person.ts'

/** Runs `work` in a fresh profile that holds the person's session, and closes the browser. */
export async function inBrowser<T>(
  person: Person,
  work: (context: BrowserContext) => Promise<T>,
): Promise<T> {
  const browser = await startBrowser()
  try {
    const context = await browser.newContext({ locale: 'en-GB' })
    await context.addCookies(
      person.cookie.split('; ').map((cookie) => {
        const [name, ...value] = cookie.split('=')
        return { name: name!, value: value.join('='), url: person.url }
      }),
    )
    return await work(context)
  } finally {
    await browser.close()
  }
}
