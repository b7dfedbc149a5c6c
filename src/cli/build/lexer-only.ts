/**
 * Of `marked` the page takes the lexer, for one dialect: its tokens are drawn by our own code. The package is one file
 * that ends by making a parser and hanging everything on it, which no bundler may leave out, and that puts the rules of
 * four dialects together when it is loaded. Here the end is taken off, and the rules of ours are written in as they are
 * when they are put together.
 */
import { readFile } from 'node:fs/promises'
import type { Plugin } from 'esbuild'
import { Lexer } from 'marked'

const END = /var \w+=new \w+;function \w+\(\w+,\w+\)\{return \w+\.parse\(\w+,\w+\)\}[\s\S]*?export\{([^}]*)\}/
const WANTED = ['Lexer', 'Tokenizer']

/** From the first rule to the two tables of them. What else uses a name from in between is the list of block elements. */
const RULES =
  /,\w+=\/\^\(\?:\[ \\t\]\*\(\?:\\n\|\$\)\)\+\/,[\s\S]*?,(\w+="address\|[^"]+")[\s\S]*?,(\w+)=\{normal:\w+,gfm:\w+,pedantic:\w+\},(\w+)=\{normal:\w+,gfm:\w+,breaks:\w+,pedantic:\w+\}/

export const lexerOnly: Plugin = {
  name: 'lexer-only',
  setup(build) {
    build.onLoad({ filter: /\/marked\.esm\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8')
      const names = END.exec(text)?.[1]
        ?.split(',')
        .filter((one) => WANTED.some((name) => one.endsWith(` as ${name}`)))
      // Another version of the package: whole, it works as well.
      if (names?.length !== WANTED.length || !RULES.test(text)) return undefined
      const contents = text
        .replace(END, () => `export{${names.join(',')}}`)
        .replace(RULES, (_, elements: string, block: string, inline: string) =>
          [
            '',
            elements,
            `${block}={gfm:${written(Lexer.rules.block.gfm)}}`,
            `${inline}={breaks:${written(Lexer.rules.inline.breaks)}}`,
          ].join(','),
        )
        .replace(/this\.options\.pedantic/g, '!1')
        .replace(/this\.options\.(gfm|breaks)/g, '!0')
      return { contents, loader: 'js' }
    })
  },
}

/** A table of rules as source. One that is no expression matches nothing. */
const written = (rules: object) =>
  `{${Object.entries(rules)
    .map(([name, rule]) => `${name}:${rule instanceof RegExp ? rule : '{exec:()=>null}'}`)
    .join(',')}}`
