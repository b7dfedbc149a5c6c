/** What the operator has switched off is refused here, whoever asks and however. */
import type { Interface } from '../../shared/interface.ts'
import type { LibraryAct } from '../../shared/library.ts'
import type { Feedback } from '../../shared/message.ts'
import type { Setup } from '../../shared/setup.ts'

/** As much of what is asked of a conversation as may be switched off. */
export type Asked = {
  temporary?: boolean | undefined
  also?: readonly unknown[] | undefined
  setup?: Setup | undefined
  feedback?: Feedback | undefined
}

export function barsAsked(may: Interface, { temporary, also = [], setup, feedback }: Asked): boolean {
  if (temporary && !may.temporaryChat) return true
  if (also.length > 0 && !may.multiConvo) return true
  if (feedback && !may.feedback) return true
  // A preset brings parameters along.
  return !may.parameters && !may.presets && Object.keys(setup?.options ?? {}).length > 0
}

export function barsAct(may: Interface, act: LibraryAct): boolean {
  switch (act.do) {
    case 'tag':
    case 'drop-tag':
    case 'restore-tag':
      return !may.bookmarks
    case 'arrange':
      return !may.bookmarks && (act.set.tag ?? []).length > 0
    case 'prompt':
      // To count a use is to use it.
      return act.change.what === 'count' ? !may.prompts.use : !may.prompts.create
    case 'preset':
      return !may.presets
    default:
      return false
  }
}
