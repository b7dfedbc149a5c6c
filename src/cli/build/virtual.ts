/**
 * Modules that exist only in the build: files of the repository as text, so that the Worker needs no disk to apply its
 * migrations, to answer from the docs or to make its page. Used by the bundler here and by the tests' (vite-plugin.ts).
 */
import { readdir, readFile } from 'node:fs/promises'
import { inProject } from './paths.ts'

export const VIRTUAL = /^parley:(migrations|docs|page|build)$/

/** What the web build hands to the Worker build; the tests use the empty page. */
export type Page = { html: string; inline: string[]; thread: string; empty: string }
export const EMPTY_PAGE: Page = {
  html: '<!doctype html><html><head></head><body></body></html>',
  inline: [],
  thread: '',
  empty: '',
}

/** The JavaScript text of the virtual module `name`. Rejects when a file cannot be read. */
export async function virtualModule(name: string, page: Page): Promise<string> {
  switch (name) {
    case 'parley:migrations': {
      const files = await texts('migrations', '.sql')
      return exported(
        'migrations',
        files.map(({ path, text }) => ({ name: path, sql: text })),
      )
    }
    case 'parley:docs':
      return exported('docs', await texts('docs', '.md'))
    case 'parley:page':
      return exported('page', page)
    case 'parley:build':
      return exported('version', JSON.parse(await readFile(inProject('package.json'), 'utf8')).version)
    default:
      throw new Error(`no virtual module is named ${name}`)
  }
}

const exported = (name: string, value: unknown) => `export const ${name} = ${JSON.stringify(value)}\n`

async function texts(folder: string, ending: string) {
  const all = await readdir(inProject(folder), { recursive: true }).catch(ifMissing)
  const paths = all.filter((path) => path.endsWith(ending)).sort()
  return Promise.all(
    paths.map(async (path) => ({ path, text: await readFile(inProject(`${folder}/${path}`), 'utf8') })),
  )
}

/** A folder that is not there is an empty one. */
function ifMissing(error: unknown): string[] {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
  throw error
}
