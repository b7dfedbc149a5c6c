/** `messageFilter.pii`: what must not leave for a model, found before anything is asked. */

import { patternOf } from '../../shared/config/pattern.ts'

/** LibreChat's own patterns, by their ids. */
const STARTERS: Record<string, { label: string; regex: RegExp }> = {
  sk_prefix: { label: 'a secret key (sk-…)', regex: /\bsk-[A-Za-z0-9_-]{16,}/ },
  bearer_header: { label: 'a bearer token', regex: /\bbearer\s+[A-Za-z0-9._~+/-]{16,}=*/i },
  api_key_header: { label: 'an API key', regex: /\b(x-)?api[-_]?key\s*[:=]\s*["']?[A-Za-z0-9._-]{12,}/i },
}

export type FilterConfig = {
  starterPatterns?: readonly string[] | undefined
  customPatterns?: readonly { id: string; label: string; regex: string }[] | undefined
}

/** What was found, in the operator's words: null when there is nothing to hold back. */
export type Filter = (text: string) => string | null

/** UTF-16 units that one pattern looks at, at once: a pattern that is slow on long texts must not stop the object. */
const PIECE = 20_000
const OVERLAP = 500

/** The filter that the configuration asks for; null when it asks for none. */
export function filterOf(config: FilterConfig | undefined): Filter | null {
  if (!config) return null
  const starters = (config.starterPatterns ?? Object.keys(STARTERS)).flatMap((id) => STARTERS[id] ?? [])
  const custom = (config.customPatterns ?? []).flatMap(({ label, regex: text }) => {
    const regex = patternOf(text)
    return regex ? [{ label, regex }] : []
  })
  const all = [...starters, ...custom]
  return (text) => {
    for (let at = 0; at < text.length; at += PIECE - OVERLAP) {
      const piece = text.slice(at, at + PIECE)
      const found = all.find(({ regex }) => regex.test(piece))
      if (found) return found.label
    }
    return null
  }
}
