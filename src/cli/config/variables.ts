/**
 * `${NAME}` in texts of the configuration, as LibreChat writes keys and addresses. An endpoint that needs a variable
 * nobody set cannot work, so it is left out, and a line says why; the server starts all the same.
 */

type Path = (string | number)[]
export type Expanded = { value: Record<string, unknown>; notes: string[] }

/** `place` gives the `file:line` of a path, for the notes. */
export function expandVariables(
  content: Record<string, unknown>,
  env: NodeJS.ProcessEnv,
  place: (path: Path) => string,
): Expanded {
  const missing: { path: Path; why: string }[] = []
  const expand = (value: unknown, path: Path): unknown => {
    if (Array.isArray(value)) return value.map((item, index) => expand(item, [...path, index]))
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, expand(item, [...path, key])]),
      )
    }
    if (typeof value !== 'string') return value
    // LibreChat lets every person bring such a key; that is not offered here yet.
    if (value === 'user_provided') missing.push({ path, why: 'keys provided by users have no effect yet' })
    return value.replace(/\$\{(\w+)\}/g, (whole, name: string) => {
      if (env[name]) return env[name]
      missing.push({ path, why: `${name} is not set, in the environment or in .env` })
      return whole
    })
  }
  const value = expand(content, []) as Record<string, unknown>
  return { value, notes: leaveOut(value, missing, place) }
}

function leaveOut(
  value: Record<string, unknown>,
  missing: { path: Path; why: string }[],
  place: (path: Path) => string,
): string[] {
  const endpoints = (value.endpoints as { custom?: { name?: unknown }[] } | null | undefined)?.custom
  const notes: string[] = []
  const out = new Set<number>()
  for (const { path, why } of missing) {
    const [section, kind, index] = path
    if (section !== 'endpoints' || kind !== 'custom' || typeof index !== 'number' || out.has(index)) continue
    out.add(index)
    notes.push(`${place(path)}: the endpoint "${endpoints?.[index]?.name}" is left out: ${why}`)
  }
  if (endpoints)
    (value.endpoints as { custom: unknown[] }).custom = endpoints.filter((_, index) => !out.has(index))
  return notes
}
