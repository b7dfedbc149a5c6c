/** Which prompts somebody means who types a part of a name or of a command. */
import type { Prompt } from '../../shared/prompts.ts'

/** Those that match, best first: by command, by the begin of the name, of a word in it, anywhere; then most used. */
export function findPrompts(prompts: readonly Prompt[], query: string): Prompt[] {
  const words = plain(query)
  return prompts
    .map((prompt) => ({ prompt, rank: words === '' ? 0 : rankOf(prompt, words) }))
    .filter(({ rank }) => rank !== null)
    .sort(
      (a, b) =>
        a.rank! - b.rank! ||
        Number(b.prompt.pinned) - Number(a.prompt.pinned) ||
        b.prompt.uses - a.prompt.uses ||
        a.prompt.name.localeCompare(b.prompt.name),
    )
    .map(({ prompt }) => prompt)
}

function rankOf({ name, command, category, about }: Prompt, words: string): number | null {
  if (command === words) return 0
  if (command !== '' && command.startsWith(words)) return 1
  const title = plain(name)
  if (title.startsWith(words)) return 2
  if (title.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(words))) return 3
  if (title.includes(words) || command.includes(words)) return 4
  return plain(category).includes(words) || plain(about).includes(words) ? 5 : null
}

/** Case and accents are for writing, not for finding. */
function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim()
}
