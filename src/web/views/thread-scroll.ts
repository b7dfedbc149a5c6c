/**
 * Where the reader is in the thread, and keeping them there. At the end the page follows what is written; anywhere else
 * nothing moves them: not text that grows, not older messages that come above, not another version of a message.
 */
import { signal } from '@preact/signals'

/** So close to the end counts as being there: a finger never stops exactly. */
const AT_END_PX = 24

export type Scroll = ReturnType<typeof createScroll>

export function createScroll() {
  /** The page goes with what is written. */
  const following = signal(true)
  /** Something was written below what the reader sees. */
  const unseen = signal(false)
  /** More than a screen away from the end. */
  const far = signal(false)
  /** More follows below what is on the page. */
  let further = false
  let scroller: HTMLElement | null = null
  let column: HTMLElement | null = null
  let lastTop = 0
  let lastHeight = 0
  /** The last message and its height: only what is written there is news. */
  let end: { message: Element | null; height: number } = { message: null, height: 0 }
  let held: { element: Element; top: number } | null = null

  function attach(outer: HTMLElement, inner: HTMLElement, onMove: () => void): () => void {
    scroller = outer
    column = inner
    const resized = new ResizeObserver(settle)
    resized.observe(inner)
    resized.observe(outer)
    const moved = () => {
      judge()
      onMove()
    }
    const wheel = (event: WheelEvent) => {
      // Before the browser has scrolled: the next word must not pull the reader back.
      if (event.deltaY < 0 && outer.scrollTop > 0) following.value = false
    }
    outer.addEventListener('scroll', moved, { passive: true })
    outer.addEventListener('wheel', wheel, { passive: true })
    toEnd()
    return () => {
      resized.disconnect()
      outer.removeEventListener('scroll', moved)
      outer.removeEventListener('wheel', wheel)
      scroller = null
    }
  }

  function distance(): number {
    return scroller ? scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop : 0
  }

  /** The reader scrolled, or we did. */
  function judge(): void {
    if (!scroller) return
    const top = scroller.scrollTop
    const left = distance()
    // A page that became shorter moves up by itself.
    if (top < lastTop - 1 && scroller.scrollHeight >= lastHeight) following.value = false
    if (left <= AT_END_PX && !further) {
      following.value = true
      unseen.value = false
    }
    far.value = further || left > scroller.clientHeight
    lastTop = top
    lastHeight = scroller.scrollHeight
  }

  /** The content has another height. Runs between layout and painting, so nobody sees it in the wrong place. */
  function settle(): void {
    if (!scroller) return
    const grew = endGrew()
    if (following.peek()) toEnd()
    else if (grew && distance() > AT_END_PX) unseen.value = true
    far.value = further || distance() > scroller.clientHeight
    lastHeight = scroller.scrollHeight
  }

  /** The last message is another one, or longer. Others change their height when they are drawn or typeset. */
  function endGrew(): boolean {
    const message = column?.querySelector('.messages')?.lastElementChild ?? null
    const height = message?.clientHeight ?? 0
    const grew = end.message !== null && (message !== end.message || height > end.height + 1)
    end = { message, height }
    return grew
  }

  function toEnd(): void {
    if (!scroller) return
    following.value = true
    unseen.value = false
    scroller.scrollTop = scroller.scrollHeight
    lastTop = scroller.scrollTop
    lastHeight = scroller.scrollHeight
  }

  /** Before the messages change: remembers what must not move, `element` or else the first message in sight. */
  function hold(element?: Element | null): void {
    if (!scroller || (!element && (held || following.peek()))) return
    const edge = scroller.getBoundingClientRect().top
    const first =
      element ??
      [...scroller.querySelectorAll('.message')].find((m) => m.getBoundingClientRect().bottom > edge)
    if (!first) return
    if (element) following.value = false
    held = { element: first, top: first.getBoundingClientRect().top }
  }

  /** After they changed: puts it, or what stands in its place, back where it was. */
  function release(instead?: Element | null): void {
    if (!scroller || !column || !held) return
    const { element, top } = held
    held = null
    const now = element.isConnected ? element : (instead ?? again(element))
    column.style.minBlockSize = ''
    if (!now) return
    const wanted = scroller.scrollTop + now.getBoundingClientRect().top - top
    const most = scroller.scrollHeight - scroller.clientHeight
    // A shorter branch leaves room below instead of pulling the message down.
    if (wanted > most) column.style.minBlockSize = `${column.offsetHeight + wanted - most}px`
    scroller.scrollTop = wanted
    lastTop = scroller.scrollTop
    lastHeight = scroller.scrollHeight
  }

  /** The same message, drawn anew: alone, or beside others. */
  function again(gone: Element): Element | null {
    const id = gone.getAttribute('data-message-id')
    return id ? (column?.querySelector(`[data-message-id="${id}"]`) ?? null) : null
  }

  return {
    following,
    unseen,
    far,
    attach,
    toEnd,
    hold,
    release,
    top: () => scroller?.scrollTop ?? 0,
    set further(more: boolean) {
      further = more
    },
  }
}
