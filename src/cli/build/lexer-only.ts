/**
 * Of `marked` the page takes the lexer: its tokens are drawn by our own code. The package is one file that ends by making
 * a parser and hanging everything on it, which no bundler may leave out. Here that end is taken off.
 */
import { readFile } from 'node:fs/promises'
import type { Plugin } from 'esbuild'

const END = /var \w+=new \w+;function \w+\(\w+,\w+\)\{return \w+\.parse\(\w+,\w+\)\}[\s\S]*?export\{([^}]*)\}/
const WANTED = ['Lexer', 'Tokenizer']

export const lexerOnly: Plugin = {
  name: 'lexer-only',
  setup(build) {
    build.onLoad({ filter: /\/marked\.esm\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8')
      const names = END.exec(text)?.[1]
        ?.split(',')
        .filter((one) => WANTED.some((name) => one.endsWith(` as ${name}`)))
      // Another version of the package: whole, it works as well.
      if (names?.length !== WANTED.length) return undefined
      return { contents: text.replace(END, () => `export{${names.join(',')}}`), loader: 'js' }
    })
  },
}
