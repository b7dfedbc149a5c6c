/** What lists that are found by typing add to Zag's combobox. */
import type { connect } from '@zag-js/combobox'
import type { ComponentProps, RefObject } from 'preact'
import { useLayoutEffect } from 'preact/hooks'

type Api = ReturnType<typeof connect>

/**
 * For `ids`: the machine does not find the field, whose props are `fieldOf`. It would write what it holds into the field it
 * finds, a picture after each change, and undo a letter that came meanwhile.
 */
export const OWN_FIELD = { input: 'none' }

export function fieldOf(api: Api): ComponentProps<'input'> {
  // Zag types them for any framework.
  const { id: _, ...props } = api.getInputProps() as ComponentProps<'input'>
  return props
}

/** What is chosen by the keyboard is scrolled into sight: the machine does so only where it knows the field. */
export function useInSight(list: RefObject<HTMLElement | null>, highlighted: string | null): void {
  useLayoutEffect(() => {
    const option = highlighted === null ? null : list.current?.querySelector('[data-highlighted]')
    // What the pointer is on is in sight, and does not run away from it.
    if (option && !option.matches(':hover')) option.scrollIntoView({ block: 'nearest' })
  }, [highlighted])
}
