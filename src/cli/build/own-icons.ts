/**
 * Every module gets its icons from their own files. By way of the one file that passes all of them on, each icon that any
 * view draws would come with the first page: splitting goes by files, and that one is everybody's.
 */
import { readFileSync } from 'node:fs'
import { inProject } from './paths.ts'

const ALL = 'node_modules/lucide/dist/esm/lucide.mjs'
const PASSED_ON = /^export \{([^}]*)\} from '(\.\/icons\/[\w-]+\.mjs)'/gm
const TAKEN = /^import \{([^}]*)\} from 'lucide'$/gm

/** A function from the source of a module to the same with its own icons. */
export function ownIcons(): (text: string) => string {
  const files = new Map<string, string>()
  for (const [, names, file] of readFileSync(inProject(ALL), 'utf8').matchAll(PASSED_ON)) {
    for (const name of names!.split(',')) files.set(name.trim().replace('default as ', ''), file!.slice(2))
  }
  const from = (name: string) => {
    const [icon, local = icon] = name.split(' as ') as [string, string?]
    const file = files.get(icon)
    return file ? `import ${local} from 'lucide/dist/esm/${file}'` : `import { ${name} } from 'lucide'`
  }
  return (text) =>
    text.replace(TAKEN, (_, names: string) => {
      const taken = names.split(',').map((name) => name.trim())
      // On one line, so that the lines of errors are right.
      return `${taken.filter(Boolean).map(from).join(';')}${'\n'.repeat(names.split('\n').length - 1)}`
    })
}
