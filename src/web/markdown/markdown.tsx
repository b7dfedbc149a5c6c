/** A text that may still grow, as Markdown. */
import { effect, type ReadonlySignal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { runTool } from './tools.ts'
import { MarkdownView } from './view.ts'

export type MarkdownProps = {
  text: ReadonlySignal<string>
  /** It is being written: it has a caret. */
  open: ReadonlySignal<boolean>
  /** It ended where its writer wanted. One that did not may end in half a word of syntax, which is never shown. */
  whole: ReadonlySignal<boolean>
}

export function Markdown({ text, open, whole }: MarkdownProps) {
  const root = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = root.current!
    const view = new MarkdownView(element)
    const end = effect(() => view.update(text.value, !whole.value))
    element.addEventListener('click', runTool)
    return () => {
      element.removeEventListener('click', runTool)
      end()
      view.stop()
    }
  }, [text, whole])
  return <div ref={root} class="prose" dir="auto" data-open={open} />
}
