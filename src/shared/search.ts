/**
 * What a search asks and answers, as a frame of the person's socket and as HTTP. Snippets are data: a text and the
 * places in it that match, never markup.
 */
import * as v from 'valibot'
import { Id } from './ids.ts'

/** UTF-16 units of a query that are taken. What a pasted page says beyond is not searched for, and is no error. */
export const MAX_QUERY = 20_000

/** Hits of one page. */
export const FOUND_PAGE = 20
export const MAX_FOUND_PAGE = 50

const Time = v.pipe(v.number(), v.finite())

export const SearchFilters = v.object({
  conversation: v.optional(Id),
  /** With the folders in it. */
  project: v.optional(Id),
  tag: v.optional(Id),
  role: v.optional(v.picklist(['user', 'assistant'])),
  /** A model by its exact name. */
  model: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(256))),
  /** Unix ms, both included. */
  from: v.optional(Time),
  to: v.optional(Time),
})
export type SearchFilters = v.InferOutput<typeof SearchFilters>

/** Longer queries are cut, not refused: the person pasted something. */
export const Query = v.pipe(
  v.string(),
  v.maxLength(100 * MAX_QUERY),
  v.transform((text) => text.slice(0, MAX_QUERY)),
)

export const Cursor = v.pipe(v.string(), v.maxLength(512))

/** A text and the matching places in it, by UTF-16 units: from, to (excluded). In order, not overlapping. */
export type Snippet = { text: string; ranges: [number, number][] }

/** One hit: a message, or (message null) a conversation by its title. */
export type Found = {
  conversation: string
  message: string | null
  title: string | null
  role: 'user' | 'assistant' | null
  model: string | null
  /** Unix ms. */
  created: number
  snippet: Snippet
}

/** `near`: too little matched as it was typed, so similar words were looked for as well. */
export type FoundPage = { items: Found[]; nextCursor: string | null; near: boolean }
