/** A text that may still grow, as Markdown. */
import { effect, type ReadonlySignal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { runTool } from './tools.ts'
import { MarkdownView } from './view.ts'

type Props = { text: ReadonlySignal<string>; open: ReadonlySignal<boolean> }

export function Markdown({ text, open }: Props) {
  const root = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = root.current!
    const view = new MarkdownView(element)
    const end = effect(() => view.update(text.value, open.value))
    element.addEventListener('click', runTool)
    return () => {
      element.removeEventListener('click', runTool)
      end()
      view.stop()
    }
  }, [text, open])
  return <div ref={root} class="prose" dir="auto" data-open={open} />
}
