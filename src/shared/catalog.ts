/** The models of this installation, as the picker shows them. No key or address of a provider is ever in here. */

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
}
