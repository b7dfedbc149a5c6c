/** The virtual modules for Vitest, whose bundler is Vite. The page is an empty one: tests build no web. */
import { EMPTY_PAGE, VIRTUAL, virtualModule } from './virtual.ts'

/** A Vite plugin. Returns plain text modules, so that it works in the Node and in the workerd projects alike. */
export const virtualModules = () => ({
  name: 'parley:virtual',
  enforce: 'pre' as const,
  resolveId: (id: string) => (VIRTUAL.test(id) ? `\0${id}` : null),
  load: (id: string) => (id.startsWith('\0parley:') ? virtualModule(id.slice(1), EMPTY_PAGE) : null),
})
