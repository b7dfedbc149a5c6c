/** The text that waits in a composer, kept in the person's object so that another device goes on with it. */
import * as v from 'valibot'
import { Id } from './ids.ts'

/** UTF-16 code units of a draft that travels. A longer one stays in its browser. */
export const MAX_DRAFT = 100_000

/** A conversation, or the one that has not begun. */
export const DraftOf = v.union([v.literal('new'), Id])

/** `at` is when the server stored it, Unix ms; 0: there is none. */
export type Draft = { of: string; at: number; text: string }
