/** Projects within each other. */
import { type Project, withFolders } from '../../shared/shelf.ts'

/** A project with its folders. `total` counts what is in them, too. */
export type Folder = { project: Project; depth: number; total: number; folders: Folder[] }

/** Those that are in no other, in their order. */
export const foldersOf = (projects: readonly Project[]): Folder[] => foldersIn(projects, null, 1)

function foldersIn(all: readonly Project[], parent: string | null, depth: number): Folder[] {
  return all
    .filter((project) => project.parent === parent)
    .map((project) => ({
      project,
      depth,
      total: countOf(all, project.id),
      // A folder that is in itself would be drawn for ever.
      folders: depth > all.length ? [] : foldersIn(all, project.id, depth + 1),
    }))
}

function countOf(all: readonly Project[], id: string): number {
  const inside = withFolders(all, id)
  return all.reduce((sum, project) => sum + (inside.has(project.id) ? project.count : 0), 0)
}
