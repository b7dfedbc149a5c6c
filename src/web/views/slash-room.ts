/** Room for the list of prompts: above the composer, and over the files in it where there is not enough above. */
import type { RefObject } from 'preact'
import { useLayoutEffect } from 'preact/hooks'

/** Between the list and what it stands above, and between it and the edge of the thread. */
const GAP = 8
/** Less than this shows no more than one prompt and the way to all of them. */
const ENOUGH = 200

export function useSlashRoom(list: RefObject<HTMLElement | null>, field: HTMLElement, away: boolean): void {
  useLayoutEffect(() => {
    const composer = field.closest('form')
    const thread = field.closest('.thread')
    if (away || !composer || !thread) return
    const fit = () => {
      const edge = thread.getBoundingClientRect().top
      const { top } = composer.getBoundingClientRect()
      const lower = field.getBoundingClientRect().top - top
      const lift = top - edge - 2 * GAP < ENOUGH ? lower : 0
      list.current?.style.setProperty('--lift', `${lift}px`)
      list.current?.style.setProperty('--room', `${top + lift - edge - 2 * GAP}px`)
    }
    const sizes = new ResizeObserver(fit)
    sizes.observe(composer)
    sizes.observe(thread)
    thread.addEventListener('scroll', fit, { passive: true })
    return () => {
      sizes.disconnect()
      thread.removeEventListener('scroll', fit)
    }
  }, [field, away])
}
