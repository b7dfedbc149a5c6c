/** Looks at the page from inside, at every picture that is drawn. Installed before the page begins. */
import type { Page } from 'playwright-core'

type Watched = typeof globalThis & { wrongs: string[]; said: string[] }

/**
 * From the next load on: no answer of the plain model ever shows a token twice, out of order or with a gap before it,
 * and none ever gets shorter.
 */
export async function watchTokens(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const wrongs: string[] = []
    const lengths = new Map<string, number>()
    Object.assign(globalThis, { wrongs })
    const look = () => {
      for (const article of document.querySelectorAll<HTMLElement>('article[data-role=assistant]')) {
        const id = article.dataset.messageId ?? ''
        // The last may be half there.
        const tokens = [...(article.textContent ?? '').matchAll(/tok(\d+)(?=\D)/g)].map(([, n]) => Number(n))
        const gap = tokens.findIndex((n, i) => n !== i)
        if (gap !== -1) wrongs.push(`${id}: tok${tokens[gap]} in the place of tok${gap}`)
        if (tokens.length < (lengths.get(id) ?? 0))
          wrongs.push(`${id}: ${tokens.length} < ${lengths.get(id)}`)
        lengths.set(id, tokens.length)
      }
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
}

/** What `watchTokens` saw that must not be. */
export const wrongsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => (globalThis as unknown as Watched).wrongs)

/** From now on, keeps everything that live regions say. */
export async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const said: string[] = []
    Object.assign(globalThis, { said })
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const element = target instanceof Element ? target : target.parentElement
        const region = element?.closest(
          '[aria-live]:not([aria-live=off]), [role=status], [role=alert], [role=log]',
        )
        const text = region?.textContent?.trim()
        if (text && said.at(-1) !== text) said.push(text)
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
  })
}

export const saidIn = (page: Page): Promise<string[]> =>
  page.evaluate(() => (globalThis as unknown as Watched).said)
