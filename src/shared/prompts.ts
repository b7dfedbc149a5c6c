/**
 * Prompts somebody keeps: a name and what it is for, a command that brings it into the composer, and versions of its
 * text, of which one is in use. Parses nothing, so that the page can do without the schemas.
 */
export const MAX_PROMPTS = 300
export const MAX_PROMPT_TEXT = 20_000
export const MAX_VERSIONS = 50

/** What a page shows of a prompt. `text` is that of the version in use. Times are Unix ms. */
export type Prompt = {
  id: string
  name: string
  about: string
  category: string
  /** Without its slash; '' where there is none. No two prompts of a person have the same. */
  command: string
  /** It is offered where a conversation begins. */
  starter: boolean
  pinned: boolean
  uses: number
  created: number
  updated: number
  /** The version in use. */
  version: string
  text: string
  /** How many there are. */
  versions: number
}

/** `n` counts from 1 and is not given twice. */
export type PromptVersion = { id: string; n: number; text: string; created: number }
