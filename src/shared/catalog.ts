/** The models of this installation, as the picker shows them. No key or address of a provider is ever in here. */

import type { Defined } from './defined.ts'
import type { FileLimits } from './file-limits.ts'
import type { ModelFacts } from './prices.ts'
import type { Options } from './setup.ts'

export type ModelInfo = ModelFacts & {
  endpoint: string
  model: string
  /** Names for people: "OpenAI", "gpt-5-mini". */
  endpointLabel: string
  label: string
  /** One line on what it is, where we know. */
  about?: string
  /** Whose parameters it takes, where that is not its endpoint: see `parametersOf`. */
  family?: string
  /** It needs no key of a person, although others of its endpoint do. */
  keyed?: true
  /** What of those its server is not sent. */
  lacks?: (keyof Options)[]
  /** It is an entry of `modelSpecs`, by this name: a model with settings of its own. */
  spec?: string
  /** The heading it stands under, where that is not its endpoint. */
  group?: string
  /** Address of its picture, or the name of a vendor. */
  icon?: string
  /** Of its heading. */
  groupIcon?: string
  /** It has no picture in the list. */
  plain?: true
  /** Who answers, as people are told, where that is not its label. */
  speaker?: string
  /** Its name and what it is stand where a conversation with it begins. */
  landing?: true
  /** New conversations begin with it: always, or until a person has chosen another. */
  standard?: 'always' | 'first'
  /** Not in the list, but there for who has its name. */
  hidden?: boolean
  /** What a conversation with it may begin with. */
  starters?: string[]
  /** Said where a conversation with it begins. */
  greeting?: string
  /** It cannot be asked: its endpoint is not there, or no longer has the model, or it was never downloaded. */
  gone?: 'endpoint' | 'model' | 'download'
}

/** A place where models are, as this person finds it. */
export type EndpointInfo = {
  id: string
  label: string
  /** It has a name of its own, from `endpoints.custom[]`. */
  custom?: boolean
  /** Address of its picture, or the name of a vendor. */
  icon?: string
  /** What the operator says of the parameters of its models. */
  defined?: readonly Defined[]
  /** What files may go there. */
  files?: FileLimits
  /** Its server did not answer when it was asked for its models. */
  away?: boolean
  /** Its list is all that is on its machine; other models can be downloaded to it. */
  downloads?: true
  /** Each person brings the key, and where it says so the address. */
  personal?: {
    baseURL: boolean
    /** Where the key is sent, where the operator said so. */
    host?: string
    /** The one that this person brought. `expires`: Unix ms. */
    key?: { mask: string; expires: number | null }
  }
}

export type Catalog = { models: ModelInfo[]; endpoints: EndpointInfo[] }
