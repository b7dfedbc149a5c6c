/** Prompts as a file: ours to take along, and what LibreChat's API gives. Loaded when somebody exports or imports. */
import * as v from 'valibot'
import { PromptFields, PromptText } from '../../shared/prompt-acts.ts'
import { MAX_PROMPTS, type Prompt } from '../../shared/prompts.ts'

const { name, about, category, command } = PromptFields.entries
const flag = v.optional(v.boolean())

const Ours = v.object({
  name: v.unwrap(name),
  about,
  category,
  command: v.optional(v.fallback(v.unwrap(command), '')),
  starter: flag,
  pinned: flag,
  text: PromptText,
})
/** LibreChat's group. */
const Theirs = v.object({
  name: v.string(),
  oneliner: v.nullish(v.string(), ''),
  category: v.nullish(v.string(), ''),
  command: v.nullish(v.string(), ''),
  productionPrompt: v.object({ prompt: v.string() }),
})

const Raw = v.pipe(v.array(v.unknown()), v.maxLength(MAX_PROMPTS))
const File = v.union([Raw, v.object({ prompts: Raw }), v.object({ promptGroups: Raw })])

export type Taken = v.InferOutput<typeof Ours>

export function promptsFile(prompts: readonly Prompt[]): string {
  const list = prompts.map(({ name, about, category, command, starter, pinned, text }) => ({
    ...{ name, about, category, command, starter, pinned, text },
  }))
  return `${JSON.stringify({ format: 'parley-prompts', version: 1, prompts: list }, null, 2)}\n`
}

/**
 * What a file holds that is not here yet; null when it is no such file. A prompt that is here word for word is passed
 * over, and a command that is taken stays with whoever has it.
 */
export function promptsIn(text: string, here: readonly Prompt[]): Taken[] | null {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    return null
  }
  const file = v.safeParse(File, data)
  if (!file.success) return null
  const { output } = file
  const raw = Array.isArray(output) ? output : 'prompts' in output ? output.prompts : output.promptGroups
  const parsed = v.safeParse(v.array(Ours), raw.map(oursOf))
  if (!parsed.success) return null
  const known = new Set(here.map(({ name, text }) => `${name}\n${text}`))
  const commands = new Set(here.map(({ command }) => command))
  const taken: Taken[] = []
  for (const one of parsed.output) {
    const key = `${one.name}\n${one.text}`
    if (known.has(key)) continue
    known.add(key)
    const free = one.command && !commands.has(one.command)
    if (one.command) commands.add(one.command)
    taken.push({ ...one, command: free ? (one.command ?? '') : '' })
  }
  return taken
}

function oursOf(raw: unknown): unknown {
  const theirs = v.safeParse(Theirs, raw)
  if (!theirs.success) return raw
  const { name, oneliner, category, command, productionPrompt } = theirs.output
  return { name, about: oneliner, category, command, text: productionPrompt.prompt }
}
