/** `?limit&cursor` of every list, and what the list of conversations is narrowed by. */
import * as v from 'valibot'
import { Id } from '../../shared/ids.ts'
import type { Filter } from '../../shared/shelf.ts'

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

const Flag = v.optional(
  v.pipe(
    v.picklist(['true', 'false']),
    v.transform((text) => text === 'true'),
  ),
)
const Tags = v.optional(
  v.pipe(
    v.union([Id, v.array(Id)]),
    v.transform((tags) => [tags].flat()),
    v.maxLength(20),
  ),
)

/** LibreChat's `isArchived`, `pinned`, `projectId` (an id or `unassigned`) and `tags[]`, whose values are ids here. */
export const Filtering = v.pipe(
  v.object({
    isArchived: Flag,
    pinned: Flag,
    projectId: v.optional(v.union([v.literal('unassigned'), Id])),
    tags: Tags,
    'tags[]': Tags,
  }),
  v.transform(({ isArchived, pinned, projectId, ...named }): Filter => {
    const tags = [...(named.tags ?? []), ...(named['tags[]'] ?? [])]
    return {
      shelf: isArchived ? 'archive' : 'list',
      ...(pinned !== undefined && { pinned }),
      ...(projectId !== undefined && { project: projectId === 'unassigned' ? null : projectId }),
      ...(tags.length > 0 && { tags }),
    }
  }),
)
