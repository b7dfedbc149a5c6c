/** `endpoints.custom[]`: any server that speaks OpenAI's chat completions. Source: LibreChat's `librechat.yaml`. */
import * as v from 'valibot'

const Name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(128))

export const CustomEndpoint = v.object({
  name: Name,
  apiKey: v.string(),
  baseURL: v.pipe(v.string(), v.url('must be a URL')),
  models: v.object({
    default: v.optional(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(256))), []),
    /** Ask the server for its list, and fall back to `default`. */
    fetch: v.optional(v.boolean(), false),
  }),
  headers: v.optional(v.record(v.string(), v.string()), {}),
  modelDisplayLabel: v.optional(v.string()),
})
export type CustomEndpoint = v.InferOutput<typeof CustomEndpoint>

export const Endpoints = v.object({ custom: v.optional(v.array(CustomEndpoint), []) })
