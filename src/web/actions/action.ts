/** What an action is. Their lists are beside this file; `index.ts` puts them together. */
import type { IconNode } from 'lucide'
import type { App } from '../context.ts'
import type { Key } from '../i18n/index.ts'

/** In the order in which they are listed. */
export const GROUPS = ['page', 'conversation', 'answer', 'library', 'settings'] as const
export type Group = (typeof GROUPS)[number]

export type Action = {
  /** `noun.verb`. Stays what it is: the keys that a person chose are kept under it. */
  id: string
  group: Group
  label: Key
  icon: IconNode
  tone?: 'danger'
  /** By what else it may be looked for. */
  words?: Key
  /** Whether it can be done now. It always can where this is missing. */
  when?: (app: App) => boolean
  /** What it does; where `page` is given too, by keys only. */
  run?: (app: App) => void
  /** What one chooses from first. Its keys open the palette there, unless `run` does something else. */
  page?: (app: App) => Page
}

export type Page = {
  title: string
  placeholder: string
  choices: readonly Choice[]
  /** What is written is the answer, instead of looking for a choice. */
  write?: { value: string; label: (text: string) => string; icon: IconNode; done: (text: string) => void }
}

export type Choice = {
  id: string
  label: string
  about?: string
  icon?: IconNode
  /** Of a project. */
  color?: string
  /** Present where one of them is chosen. */
  checked?: boolean
  run: () => void
}
