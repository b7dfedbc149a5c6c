/** The models of this installation, as the picker shows them. No key or address of a provider is ever in here. */

import type { Price } from './prices.ts'

export type ModelInfo = {
  endpoint: string
  model: string
  /** Names for people: "OpenAI", "gpt-5-mini". */
  endpointLabel: string
  label: string
  /** One line on what it is, where we know. */
  about?: string
  /** Tokens of context, where known. */
  context?: number
  /** Tokens that an answer may have, where known. */
  output?: number
  /** What its server says it costs. */
  price?: Price
  /** What it takes besides text, where its server says so. */
  takes?: ('image' | 'file' | 'audio' | 'video')[]
  /** Whose parameters it takes, where that is not its endpoint: see `parametersOf`. */
  family?: string
  /** It is an entry of `modelSpecs`, by this name: a model with settings of its own. */
  spec?: string
  /** The heading it stands under, where that is not its endpoint. */
  group?: string
  /** Address of its picture, or the name of a vendor. */
  icon?: string
  /** New conversations begin with it: always, or until a person has chosen another. */
  standard?: 'always' | 'first'
  /** Not in the list, but there for who has its name. */
  hidden?: boolean
  /** What a conversation with it may begin with. */
  starters?: string[]
  /** Said where a conversation with it begins. */
  greeting?: string
  /** Its endpoint is not there. */
  gone?: boolean
}
