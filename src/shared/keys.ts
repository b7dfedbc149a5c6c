/** Keys that people bring themselves, for endpoints whose `apiKey` or `baseURL` is `user_provided`. */
import * as v from 'valibot'

/** UTF-16 code units of a key; those of cloud accounts are whole JSON files. */
export const MAX_KEY = 16_000
const MAX_URL = 2000

export const KeyChange = v.variant('what', [
  v.object({
    what: v.literal('set'),
    endpoint: v.pipe(v.string(), v.minLength(1), v.maxLength(128)),
    apiKey: v.pipe(v.string(), v.trim(), v.minLength(1, 'the key is empty'), v.maxLength(MAX_KEY)),
    /** Where this person's server is; only where the endpoint takes one. */
    baseURL: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(MAX_URL))),
    /** Unix ms; null: it stays until it is taken away. */
    expires: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15))),
  }),
  /** Null: all of them. */
  v.object({
    what: v.literal('drop'),
    endpoint: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(128))),
  }),
])
export type KeyChange = v.InferOutput<typeof KeyChange>

/** All that is ever told of a key. */
export type OwnKey = {
  endpoint: string
  /** Its end, for recognition: "…x7Qd". */
  mask: string
  /** Unix ms. */
  expires: number | null
}
