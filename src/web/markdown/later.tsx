/**
 * Markdown, which is a third of all that the page runs, and which an empty chat does not need: it is loaded beside the
 * first picture. A thread with answers is not drawn before it is here, so that nothing jumps.
 */
import { signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import type { MarkdownProps } from './markdown.tsx'

const view = signal<ComponentType<MarkdownProps> | null>(null)
let loading = false

/** Whether answers can be drawn. Asking loads what is missing. */
export function markdownReady(): boolean {
  if (!view.value) void loadMarkdown()
  return view.value !== null
}

/** Loads it, once. A text that cannot be drawn as Markdown is shown as it was written. */
export async function loadMarkdown(): Promise<void> {
  if (loading || view.peek()) return
  loading = true
  const loaded = await import('./markdown.tsx').then(
    ({ Markdown }) => Markdown,
    () => Plain,
  )
  view.value = loaded
  loading = false
}

/** And what it needs while it is written, and for its tools. */
export async function loadLive(): Promise<void> {
  const { loadLive } = await import('./markdown.tsx')
  await loadLive()
}

export function Markdown(props: MarkdownProps) {
  const View = view.value
  return View && <View {...props} />
}

function Plain({ text, open }: MarkdownProps) {
  return (
    <pre class="prose prose-plain" dir="auto" data-open={open}>
      {text}
    </pre>
  )
}
