/**
 * The contract between a room and a vendor. Types only. A provider is a pure mapping: our messages to the vendor's
 * request, the vendor's events to `Chunk`s. It keeps no state, opens and closes no parts, retries nothing.
 */
import type { ModelInfo } from '../../shared/catalog.ts'
import type { Config } from '../../shared/config/index.ts'
import type { Defined } from '../../shared/defined.ts'
import type { Fault } from '../../shared/errors.ts'
import type { By, EndReason, Usage } from '../../shared/message.ts'
import type { Part } from '../../shared/parts.ts'
import type { ModelFacts } from '../../shared/prices.ts'
import type { Options } from '../../shared/setup.ts'
import type { Aws } from './bedrock.ts'
import type { Dialect } from './known.ts'
import type { Vertex } from './vertex.ts'
import type { WorkersAi } from './workers-ai.ts'

export type Chunk =
  | { kind: 'text' | 'thinking'; text: string }
  /** The vendor's seal on the reasoning so far. */
  | { kind: 'seal'; signature: string }
  | { kind: 'source'; url: string; title: string; quote?: string }
  /**
   * A piece of a tool call: the first of call `n` has its id and name, all of them a part of the JSON text of its
   * arguments. Calls of one answer may come side by side.
   */
  | { kind: 'call'; n: number; id?: string; name?: string; args: string; signature?: string }
  | { kind: 'usage'; usage: Usage }
  /** From here on another model answers than the one that was picked. */
  | { kind: 'by'; by: By }
  | { kind: 'end'; why: EndReason }
  /** A failure is data: the last chunk of a turn that went wrong. What came before it stays. */
  | { kind: 'fault'; fault: Fault }

/** Something for the model to see besides text. `data` is Base64. */
export type MediaInput = { type: 'media'; mime: string; data: string; name?: string }
/** A call the model made in an earlier step. `signature`: the vendor's seal, sent back untouched. */
export type CallInput = { type: 'call'; id: string; name: string; args: string; signature?: string }
/** What came of it. */
export type ResultInput = { type: 'result'; id: string; name: string; text: string; failed?: boolean }

/** What a turn is made of. Media stand in turns of the user, calls in those of the model, results in the user's after it. */
export type Input = Part | MediaInput | CallInput | ResultInput

/** A tool the model may call. `schema` is JSON Schema of its arguments. */
export type Tool = { name: string; about: string; schema: Record<string, unknown> }

/** What the model is asked. Alternating roles, oldest first; the last turn is the user's. */
export type Call = {
  model: string
  system?: string
  turns: readonly { role: 'user' | 'assistant'; parts: readonly Input[] }[]
  tools?: readonly Tool[]
  /** What the person set; each vendor takes what it knows. */
  options?: Options
  /** Most tokens of a short answer of our own, such as a title. A person's limit is in `options`. */
  maxTokens?: number
  /** Is told, as each server is asked, which model of it. */
  asked?: (of: { endpoint: string; model: string }) => void
  /** No answer to a person: a name of the conversation, by a model of the operator's choice, or words in the place of its beginning. */
  purpose?: 'title' | 'summary'
  /** Tries before this one, for the same answer. */
  attempt?: number
  /** The question and its answer, for headers that name them. */
  about?: { parent: string; message: string; user: string }
  /** The last turn only asks to go on with the answer before it, which was cut off. */
  continues?: boolean
}

/** How conversations of an endpoint get their names. `immediate`: from the first message, before the answer ends. */
export type Titles = {
  off?: boolean
  model?: string
  endpoint?: string
  prompt?: string
  template?: string
  immediate?: boolean
}

/** One place where models are: a vendor with a key, or a server that speaks a vendor's language. */
export type Endpoint = {
  /** As `librechat.yaml` and the API name it: `openAI`, `anthropic`, `ollama`, `guide`, or a custom name. */
  id: string
  label: string
  /** The registry id of the provider that speaks to it. */
  provider: string
  baseURL?: string
  apiKey?: string
  headers?: Record<string, string>
  /** Fields of the body that the operator adds and takes away, by the vendor's names. */
  add?: Record<string, unknown>
  drop?: readonly string[]
  /** Each person brings the key, and perhaps the address: it has none of its own then. */
  personal?: { baseURL: boolean }
  /** `person`: who asks for the list is named to the server. */
  models: { default: string[]; fetch: boolean; about?: Record<string, string>; person?: boolean }
  /** It has a name of its own, from `endpoints.custom[]`. */
  custom?: boolean
  /** Address or known name of its picture. */
  icon?: string
  titles?: Titles
  /** Ms between two pieces of an answer. */
  pace?: number
  /** What the operator wrote of its models: `tokenConfig`. */
  facts?: Record<string, ModelFacts>
  /** Whose parameters its models take, where that is not its id: see `parametersOf`. */
  family?: string
  /** What of those it is not sent. */
  lacks?: (keyof Options)[]
  /** What the operator says of its parameters. */
  defined?: readonly Defined[]
  /** How its server differs from OpenAI, where it speaks that language. */
  dialect?: Dialect
  /** Every answer is asked for by OpenAI's Responses, with that vendor's search where `search` is set. */
  responses?: boolean
  search?: boolean
  /** Where Responses are, when that is not beside Chat Completions. */
  responsesURL?: string
  /** Query of every request. */
  query?: Record<string, string>
  /** What its server calls the model that was asked for. */
  deployment?: string
  /** Cloudflare's binding. */
  ai?: WorkersAi
  /** What is different for single models. */
  places?: Record<string, Partial<Endpoint>>
  /** Google: the key also goes as a bearer token, as some proxies want it. */
  bearer?: boolean
  /** Google: what is blocked, and from which degree on. */
  safety?: { category: string; threshold: string }[]
  /** Bedrock: the account. */
  aws?: Aws
  /** Claude and Gemini in Google's cloud: the project and its account. */
  vertex?: Vertex
}

/** A model of a server's list, with what the server says of it. */
export type Listed = { id: string } & Partial<
  Pick<ModelInfo, 'label' | 'about' | 'context' | 'output' | 'price' | 'takes' | 'reasons'>
>

/** What is needed to list models. */
export type ListingIo = { fetch: typeof fetch }

/** What a provider may touch. Everything outside is handed in, so that plain Node can test it. */
export type ProviderIo = {
  fetch: typeof fetch
  /** Passages of Parley's own documentation, best first. Only the guide asks for it. */
  passages(query: string): Promise<Passage[]>
}

/** `score`: 1 is the best of its answer, the others in proportion. */
export type Passage = { title: string; url: string; text: string; score: number }

/** The environment, by LibreChat's names. */
export type ProviderEnv = Readonly<Record<string, unknown>>

export type Provider = {
  id: string
  /** Where this installation reaches it. Keys come from the environment or from `librechat.yaml`. */
  endpoints(env: ProviderEnv, config: Config): Endpoint[]
  /**
   * Streams one answer. Each batch is what one read of the wire brought, neighbouring text merged. Ends with `end` or
   * `fault`; throws only for a bug, or when `signal` aborts.
   */
  chat(call: Call, endpoint: Endpoint, io: ProviderIo, signal: AbortSignal): AsyncIterable<Chunk[]>
  /** The models that the server offers now. Throws when it does not answer. */
  models?(endpoint: Endpoint, io: ListingIo, signal: AbortSignal): Promise<(string | Listed)[]>
}
