/**
 * One line a key of `librechat.yaml`: its type, whether it may be missing, its default, what it means, and whether it has
 * an effect here. Everything that is said of a key (checking, the line at start, `config explain`, the reference page) is
 * read from these lines.
 */
import * as v from 'valibot'

type Schema = v.BaseSchema<unknown, unknown, v.BaseIssue<unknown>>

export type About = {
  about: string
  /** It has an effect. Of a group: that there is one; each key in it says so for itself. */
  works?: boolean
  /** Of a group: nothing in it has an effect, although the same keys may have one elsewhere. */
  idle?: boolean
}

type Facts<D> = Omit<About, 'about'> & { default?: D }

const ABOUT = new WeakMap<Schema, About>()

/** A key that may be missing; then it is `default`, where there is one. */
export function opt<const S extends Schema>(schema: S, about: string): v.OptionalSchema<S, undefined>
export function opt<const S extends Schema>(
  schema: S,
  about: string,
  facts: Facts<undefined> & { default?: never },
): v.OptionalSchema<S, undefined>
export function opt<const S extends Schema, const D extends v.Default<S, undefined>>(
  schema: S,
  about: string,
  facts: Facts<D> & { default: D },
): v.OptionalSchema<S, D>
export function opt(schema: Schema, about: string, facts: Facts<unknown> = {}): Schema {
  return said(v.optional(schema, facts.default as never), about, facts)
}

/** A key without which what it belongs to cannot be. */
export function req<const S extends Schema>(schema: S, about: string, facts: Facts<undefined> = {}): S {
  // A schema of its own, so that the same type can mean different things.
  return said({ ...schema }, about, facts)
}

/** What was said of a key where it was made. */
export function aboutOf(schema: object): About | undefined {
  return ABOUT.get(schema as Schema)
}

function said<S extends Schema>(schema: S, about: string, { works, idle }: Facts<unknown>): S {
  ABOUT.set(schema, { about, ...(works && { works }), ...(idle && { idle }) })
  return schema
}
