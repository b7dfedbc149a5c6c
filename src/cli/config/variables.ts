/**
 * `${NAME}` in texts of the configuration, as LibreChat writes keys and addresses. An endpoint that needs a variable
 * nobody set cannot work, so it is left out, and a line says why; the server starts all the same.
 */

type Path = (string | number)[]
/** `used`: the names that stand in the file. */
export type Expanded = { value: Record<string, unknown>; notes: string[]; used: string[] }

const VARIABLE = /\$\{(\w+)\}/g

/** `place` gives the `file:line` of a path, for the notes. */
export function expandVariables(
  content: Record<string, unknown>,
  env: NodeJS.ProcessEnv,
  place: (path: Path) => string,
): Expanded {
  const missing: { path: Path; why: string }[] = []
  const used = new Set<string>()
  const expand = (value: unknown, path: Path): unknown => {
    if (Array.isArray(value)) return value.map((item, index) => expand(item, [...path, index]))
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, expand(item, [...path, key])]),
      )
    }
    if (typeof value !== 'string') return value
    for (const [, name] of value.matchAll(VARIABLE)) used.add(name as string)
    if (isReference(path)) return value
    return value.replace(VARIABLE, (whole, name: string) => {
      if (env[name]) return env[name]
      missing.push({ path, why: `${name} is not set, in the environment or in .env` })
      return whole
    })
  }
  const value = expand(content, []) as Record<string, unknown>
  return { value, notes: leaveOut(value, missing, place), used: [...used] }
}

function leaveOut(
  value: Record<string, unknown>,
  missing: { path: Path; why: string }[],
  place: (path: Path) => string,
): string[] {
  const endpoints = value.endpoints as Endpoints | null | undefined
  const custom = endpoints?.custom
  const groups = endpoints?.azureOpenAI?.groups
  const notes: string[] = []
  const out = { custom: new Set<number>(), azure: new Set<number>() }
  for (const { path, why } of missing) {
    const [section, kind, at, nth] = path
    if (section !== 'endpoints') continue
    if (kind === 'custom' && typeof at === 'number' && !out.custom.has(at)) {
      out.custom.add(at)
      notes.push(`${place(path)}: the endpoint "${custom?.[at]?.name}" is left out: ${why}`)
    }
    if (kind === 'azureOpenAI' && at === 'groups' && typeof nth === 'number' && !out.azure.has(nth)) {
      if (AZURE_PLACEHOLDERS.test(why)) continue
      out.azure.add(nth)
      notes.push(`${place(path)}: the group "${groups?.[nth]?.group}" of Azure is left out: ${why}`)
    }
  }
  if (endpoints && custom) endpoints.custom = custom.filter((_, index) => !out.custom.has(index))
  if (endpoints?.azureOpenAI && groups && out.azure.size > 0) {
    const left = groups.filter((_, index) => !out.azure.has(index))
    if (left.length > 0) endpoints.azureOpenAI.groups = left
    else delete endpoints.azureOpenAI
  }
  return notes
}

type Endpoints = {
  custom?: { name?: unknown }[]
  azureOpenAI?: { groups?: { group?: unknown }[] }
}

/** The name of a variable, and not what is in it. */
const isReference = (path: Path) => path[0] === 'skillSync' && path.at(-1) === 'token'

/** Filled in from the group itself. */
const AZURE_PLACEHOLDERS = /^(INSTANCE_NAME|DEPLOYMENT_NAME) /
