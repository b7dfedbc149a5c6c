/** Where things lie in the project. The only file of the command line that knows its own depth in the tree. */
import { fileURLToPath } from 'node:url'

/** Absolute path of something in the project, by its path from the top. */
export const inProject = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))
