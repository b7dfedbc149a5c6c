/** What test/e2e/markdown.test.ts runs in the page: the view of a text that arrives in these pieces, as one reads it. */
import { loadLive, MarkdownView } from '../../src/web/markdown/view.ts'

declare global {
  var draw: (text: string, cuts: readonly number[]) => Promise<string>
}

globalThis.draw = async (text, cuts) => {
  await loadLive()
  const root = document.createElement('div')
  document.body.append(root)
  // Each piece counts: the view would else skip pictures to spare time.
  let now = 0
  performance.now = () => (now += 1000)
  const view = new MarkdownView(root)
  for (const cut of cuts) view.update(text.slice(0, cut), true)
  view.update(text, false)
  const drawn = root.innerHTML
  view.stop()
  root.remove()
  return drawn
}
