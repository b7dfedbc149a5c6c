/** Bookmarks and projects, as the server told them and with what was done here since. */
import { computed, createModel, type ReadonlySignal, signal } from '@preact/signals'
import type { UserFrame } from '../../shared/protocol.ts'
import type { Project, Tag } from '../../shared/shelf.ts'
import { type Op, standing } from './library-acts.ts'

export type ShelvesDeps = {
  tags: Tag[]
  projects: Project[]
  pending: () => ReadonlySignal<readonly Op[]>
}

export const ShelvesModel = createModel((deps: ShelvesDeps) => {
  const told = signal<{ tags: Tag[]; projects: Project[] }>({ tags: deps.tags, projects: deps.projects })
  const shown = computed(() => standing(deps.pending().value).reduce(after, told.value))
  const tags = computed(() => shown.value.tags)
  const projects = computed(() => shown.value.projects)

  function take({ tags, projects }: Extract<UserFrame, { t: 'shelves' }>): void {
    told.value = { tags, projects }
  }

  return { tags, projects, take }
})
export type ShelvesModel = InstanceType<typeof ShelvesModel>

type Lists = { tags: Tag[]; projects: Project[] }

function after(lists: Lists, { act }: Op): Lists {
  switch (act.do) {
    case 'tag': {
      const { name, about } = act.set
      const known = lists.tags.find(({ id }) => id === act.id)
      const next: Tag = {
        ...(known ?? { id: act.id, name: '', about: '', count: 0 }),
        ...(name !== undefined && { name }),
        ...(about !== undefined && { about }),
      }
      return {
        ...lists,
        tags: known ? lists.tags.with(lists.tags.indexOf(known), next) : [...lists.tags, next],
      }
    }
    case 'project': {
      const known = lists.projects.find(({ id }) => id === act.id)
      const { instructions, ...set } = act.set
      const said = Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined))
      const next: Project = {
        ...(known ?? fresh(act.id)),
        ...said,
        ...(instructions !== undefined && { instructed: instructions.trim() !== '' }),
      }
      const moved = !known || known.parent !== next.parent
      const others = lists.projects.filter((project) => project !== known)
      const projects = moved ? [...others, next] : lists.projects.with(lists.projects.indexOf(known), next)
      return { ...lists, projects }
    }
    case 'drop-tag':
      return { ...lists, tags: lists.tags.filter(({ id }) => id !== act.id) }
    case 'drop-project': {
      const gone = lists.projects.find(({ id }) => id === act.id)
      const projects = lists.projects
        .filter((project) => project !== gone)
        .map((project) =>
          project.parent === act.id ? { ...project, parent: gone?.parent ?? null } : project,
        )
      return { ...lists, projects }
    }
    case 'order': {
      const place = new Map(act.ids.map((id, n) => [id, n]))
      const sort = <T extends { id: string }>(all: T[]) =>
        all.toSorted((a, b) => (place.get(a.id) ?? place.size) - (place.get(b.id) ?? place.size))
      if (act.of === 'tag') return { ...lists, tags: sort(lists.tags) }
      return act.of === 'project' ? { ...lists, projects: sort(lists.projects) } : lists
    }
    default:
      // Counts follow when the server has counted.
      return lists
  }
}

const fresh = (id: string): Project => ({
  id,
  name: '',
  about: '',
  color: 'gray',
  parent: null,
  folded: false,
  count: 0,
  pick: null,
  preset: null,
  instructed: false,
})
