/** What somebody has changed in prompts and not saved: it stays while they look at something else. */
import { signal } from '@preact/signals'
import { MAX_PROMPT_TEXT, type Prompt } from '../../shared/prompts.ts'

export type Said = Pick<Prompt, 'name' | 'about' | 'category' | 'command' | 'starter' | 'text'>
export type Edit = Partial<Said>

/** Under this name a prompt is edited that does not exist yet. */
export const NEW = 'new'

export const NOTHING: Said = { name: '', about: '', category: '', command: '', starter: false, text: '' }

const edits = signal<ReadonlyMap<string, Edit>>(new Map())

export function editOf(id: string): Edit {
  return edits.value.get(id) ?? {}
}

export function anyEdits(): boolean {
  return edits.peek().size > 0
}

/** What is said again as it was is no change. */
export function edit(id: string, prompt: Said, change: Edit): void {
  const all = { ...edits.peek().get(id), ...change }
  const changed = Object.entries(all).filter(([key, value]) => value !== prompt[key as keyof Said])
  put(id, Object.fromEntries(changed))
}

export function forget(id: string): void {
  put(id, {})
}

function put(id: string, next: Edit): void {
  const all = new Map(edits.peek())
  if (Object.keys(next).length > 0) all.set(id, next)
  else all.delete(id)
  edits.value = all
}

export type Fault = 'prompts.noName' | 'prompts.noText' | 'prompts.longText' | 'prompts.taken'

/** What stands against saving it. */
export function faultsOf(said: Said, id: string, all: readonly Prompt[]): { [K in keyof Said]?: Fault } {
  const taken = said.command !== '' && all.some((one) => one.id !== id && one.command === said.command)
  return {
    ...(said.name.trim() === '' && { name: 'prompts.noName' as const }),
    ...(said.text.trim() === '' && { text: 'prompts.noText' as const }),
    ...(said.text.length > MAX_PROMPT_TEXT && { text: 'prompts.longText' as const }),
    ...(taken && { command: 'prompts.taken' as const }),
  }
}

/** What can be a command of what somebody types for one. */
export function commandOf(typed: string): string {
  return typed
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\s_]+/g, '-')
    .replace(/[^a-z0-9-]/g, '')
    .slice(0, 56)
}
