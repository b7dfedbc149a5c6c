/** `?limit&cursor` of every list. */
import * as v from 'valibot'

/** Between 1 and `most` items a page, `preset` when nothing is said. A cursor is opaque: only who made it reads it. */
export function Paging(preset: number, most: number) {
  const Count = v.pipe(
    v.string(),
    v.regex(/^\d{1,6}$/, 'must be a whole number'),
    v.transform(Number),
    v.minValue(1),
    v.transform((limit) => Math.min(limit, most)),
  )
  return v.pipe(
    v.object({ limit: v.optional(Count), cursor: v.optional(v.pipe(v.string(), v.maxLength(512))) }),
    v.transform(({ limit = preset, cursor }) => ({ limit, ...(cursor && { cursor }) })),
  )
}
