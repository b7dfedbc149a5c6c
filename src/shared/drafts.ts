/**
 * What waits in a composer, its text and its files, kept in the person's object so that another device goes on with it.
 */
import * as v from 'valibot'
import { Id } from './ids.ts'
import { FilePart } from './parts.ts'

/** UTF-16 code units of a draft that travels. A longer one stays in its browser. */
export const MAX_DRAFT = 100_000

/** Files of one draft. */
export const MAX_DRAFT_FILES = 10

/** Bytes in the files of all drafts of a person. What goes beyond that stays in its browser. */
export const MAX_DRAFTS_BYTES = 20_000_000

/** UTF-16 code units of one piece of a file, and of one row: at most three bytes each. */
export const MAX_DRAFT_PIECE = 200_000

/** A conversation, or the one that has not begun. */
export const DraftOf = v.union([v.literal('new'), Id])

export const DraftFiles = v.pipe(v.array(FilePart), v.maxLength(MAX_DRAFT_FILES))

/** What is in a piece can be stored as it is. */
export const DraftPiece = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(MAX_DRAFT_PIECE),
  v.check((text) => text.isWellFormed() && !text.includes('\0'), 'only text can be stored'),
)

/** A file whose text is not all at the server: it goes on at unit `at`. */
export type Lack = { id: string; at: number }

/** `at` is when the server stored it, Unix ms; 0: there is none. */
export type Draft = { of: string; at: number; text: string; files: FilePart[]; lacks?: Lack[] }
