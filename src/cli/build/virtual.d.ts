/** Modules that the build makes (see virtual.ts); the tests' bundler makes the same ones. */

declare module 'parley:migrations' {
  /** Every file of `migrations/`, in the order to apply them; `name` is the file's name, as D1's own table records it. */
  export const migrations: { name: string; sql: string }[]
}

declare module 'parley:docs' {
  /** Every Markdown file of `docs/`, by its path below that folder. */
  export const docs: { path: string; text: string }[]
}

declare module 'parley:page' {
  /**
   * The page as built: hashed scripts and styles are linked from `html`, the boot data is still to be put in.
   * `inline` holds the CSP sources (`'sha256-…'`) of the inline scripts in it; `thread` and `empty` the links that a page with
   * a conversation and one with a new chat want besides.
   */
  export const page: { html: string; inline: string[]; thread: string; empty: string }
}

declare module 'parley:build' {
  /** The version in package.json. */
  export const version: string
}
