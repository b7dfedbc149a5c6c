/** The shape of a conversation's tree, small enough to be drawn whole: what lies between two forks is one run. */
import type { MessageState } from './message.ts'

/** UTF-16 code units of a message that its map shows. */
export const EXCERPT = 80

/** Messages in a row without a fork. */
export type Run = {
  /** The first message. */
  id: string
  /** The run above it, by its place in the list; -1 at a root. Parents stand before what is below them. */
  up: number
  /** Messages of it. */
  count: number
  /** How the first message begins. */
  text: string
  role: 'user' | 'assistant'
  /** Of an answer: the model. */
  model?: string
  /** When the first message was made, Unix ms. */
  created: number
  /** The last message, and how that one is. */
  end: string
  state: MessageState
  /** How the last message begins, where nothing follows it and it is not the first. */
  last?: string
  /** Where the first message is a question, its answer in this run, unless that is still being written. */
  answer?: string
  /** It is one of several answers that were asked for beside each other. */
  compared?: true
}

/** `left`: runs that are not told, because there are too many. */
export type BranchMap = { leaf: string | null; runs: Run[]; left: number }
