/** Reads what `src/shared/config` says of its keys: which there are, what they take, and which of them have an effect. */
import { aboutOf } from '../../shared/config/key.ts'

/** As much of a valibot schema as a walk needs. */
export type Schema = {
  type: string
  entries?: Record<string, Schema>
  item?: Schema
  wrapped?: Schema
  /** Of a record: what its keys lead to. */
  value?: Schema
  options?: readonly (Schema | string | number)[]
  pipe?: readonly { kind: string; type: string; requirement?: unknown }[]
  default?: unknown
  literal?: unknown
}

/** One key: its path with `[]` for a list's items and `<name>` for free names. */
export type Key = { path: string; schema: Schema; about: string; required: boolean; works: boolean }

/** Every key below `schema`, groups before what is in them. `idle`: it is in a group without effect. */
export function* keysOf(schema: Schema, path = '', idle = false): Generator<Key> {
  for (const inner of shapesOf(schema)) {
    for (const [name, child] of Object.entries(inner.entries ?? {})) {
      const at = path ? `${path}.${name}` : name
      const said = aboutOf(child)
      const still = idle || said?.idle === true
      const required = child.type !== 'optional'
      if (said) yield { path: at, schema: child, about: said.about, required, works: !still && works(child) }
      yield* keysOf(child, at, still)
    }
    if (inner.item) yield* keysOf(inner.item, `${path}[]`, idle)
    if (inner.type === 'record' && inner.value) yield* keysOf(inner.value, `${path}.<name>`, idle)
  }
}

/** The schema without what only says that it may be missing or null, and of a choice all that can be chosen. */
export function shapesOf(schema: Schema): Schema[] {
  if (schema.wrapped) return shapesOf(schema.wrapped)
  if (schema.type === 'union') return (schema.options as Schema[]).flatMap(shapesOf)
  return [schema]
}

/** What `key` of `value` is checked by; undefined: nothing knows it. */
export function childOf(schema: Schema, key: string | number): Schema | undefined {
  for (const shape of shapesOf(schema)) {
    if (typeof key === 'number' && shape.item) return shape.item
    if (typeof key === 'string' && shape.entries && Object.hasOwn(shape.entries, key))
      return shape.entries[key]
    if (typeof key === 'string' && shape.type === 'record') return shape.value
  }
  return undefined
}

/** Names that can stand where `schema` is; none where it takes any, or is no group. */
export function namesIn(schema: Schema): string[] {
  return shapesOf(schema).flatMap((shape) => Object.keys(shape.entries ?? {}))
}

/** Whether any name can stand there: a record, or settings that are passed on as they are. */
export function takesAnyName(schema: Schema): boolean {
  return shapesOf(schema).some(
    ({ type }) => type === 'record' || type === 'loose_object' || type === 'unknown',
  )
}

/** Whether the key, or one in it, has an effect. */
export function works(schema: Schema): boolean {
  const known = WORKS.get(schema)
  if (known !== undefined) return known
  const said = aboutOf(schema)
  const does = !said?.idle && (said?.works === true || insideOf(schema).some(works))
  WORKS.set(schema, does)
  return does
}

const WORKS = new WeakMap<Schema, boolean>()

function insideOf(schema: Schema): Schema[] {
  return shapesOf(schema).flatMap(({ entries, item, value, type }) => [
    ...Object.values(entries ?? {}),
    ...(item ? [item] : []),
    ...(type === 'record' && value ? [value] : []),
  ])
}

/** Only what has an effect, of a value that was checked. */
export function inEffect(value: unknown, schema: Schema): unknown {
  if (aboutOf(schema)?.works && !insideOf(schema).some(works)) return value
  if (Array.isArray(value)) return value.map((item) => inEffect(item, childOf(schema, 0) ?? schema))
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).flatMap(([name, inner]) => {
    const child = childOf(schema, name)
    return child && (works(child) || !aboutOf(child)) ? [[name, inEffect(inner, child)] as const] : []
  })
  return Object.fromEntries(kept)
}

/** What a key takes, in words: `list of text`, `one of "a", "b"`, `number from 0 to 1`. */
export function typeOf(schema: Schema): string {
  if (schema.wrapped)
    return schema.type === 'nullable' ? `${typeOf(schema.wrapped)}, or null` : typeOf(schema.wrapped)
  switch (schema.type) {
    case 'union':
      return [...new Set((schema.options as Schema[]).map(typeOf))].join(', or ')
    case 'picklist':
      return `one of ${schema.options?.map((option) => JSON.stringify(option)).join(', ')}`
    case 'literal':
      return JSON.stringify(schema.literal)
    case 'array':
      return `list of ${schema.item ? typeOf(schema.item) : 'anything'}`
    case 'record':
      return `names with ${schema.value ? typeOf(schema.value) : 'anything'}`
    case 'object':
    case 'loose_object':
      return 'group of keys'
    case 'string':
      return `text${limits(schema)}`
    case 'number':
      return `${schema.pipe?.some(({ type }) => type === 'integer') ? 'whole number' : 'number'}${limits(schema)}`
    case 'boolean':
      return 'true or false'
    default:
      return 'anything'
  }
}

const LIMITS: Record<string, (limit: unknown) => string> = {
  min_value: (limit) => ` from ${limit}`,
  gt_value: (limit) => ` above ${limit}`,
  max_value: (limit) => ` to ${limit}`,
  max_length: (limit) => ` of at most ${limit} characters`,
  regex: (limit) => ` like ${limit}`,
  url: () => ' that is a URL',
}

function limits({ pipe }: Schema): string {
  return (pipe ?? []).map(({ type, requirement }) => LIMITS[type]?.(requirement) ?? '').join('')
}
