/** A text that may still grow, as Markdown. */
import { effect, type ReadonlySignal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { loadLive, MarkdownView } from './view.ts'

export { loadLive }

export type MarkdownProps = {
  text: ReadonlySignal<string>
  /** It is being written: it has a caret. */
  open: ReadonlySignal<boolean>
  /** It ended where its writer wanted. One that did not may end in half a word of syntax, which is never shown. */
  whole: ReadonlySignal<boolean>
}

const useTool = (event: MouseEvent) => void loadLive().then(({ runTool }) => runTool(event))

export function Markdown({ text, open, whole }: MarkdownProps) {
  const root = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = root.current!
    const view = new MarkdownView(element)
    const end = effect(() => view.update(text.value, !whole.value))
    element.addEventListener('click', useTool)
    return () => {
      element.removeEventListener('click', useTool)
      end()
      view.stop()
    }
  }, [text, whole])
  return <div ref={root} class="prose" dir="auto" data-open={open} />
}
