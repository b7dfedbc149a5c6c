/** Prompts out to a file, and in from one. */
import { newId } from '../../shared/ids.ts'
import { MAX_PROMPTS, type Prompt } from '../../shared/prompts.ts'
import { t } from '../i18n/index.ts'
import type { PromptsModel } from '../models/prompts.ts'
import { toast } from '../ui/toast.tsx'

/** More than all prompts that somebody can have. */
const MAX_FILE = 30_000_000

export async function exportPrompts(prompts: readonly Prompt[]): Promise<void> {
  const { promptsFile } = await import('../models/prompt-file.ts')
  const url = URL.createObjectURL(new Blob([promptsFile(prompts)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  const [only] = prompts.length === 1 ? prompts : []
  link.download = `${only ? only.command || 'prompt' : 'prompts'}.json`
  link.click()
  // The browser has to have begun to read it.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

export async function importPrompts(model: PromptsModel): Promise<void> {
  const file = await chosenFile()
  if (!file) return
  const { promptsIn } = await import('../models/prompt-file.ts')
  const here = model.all.peek()
  const found = file.size > MAX_FILE ? null : promptsIn(await file.text(), here)
  if (!found) return void toast({ text: t('prompts.import.bad', { name: file.name }), tone: 'danger' })
  const room = MAX_PROMPTS - here.length
  if (found.length > room)
    return void toast({ text: t('prompts.import.many', { count: MAX_PROMPTS }), tone: 'danger' })
  const made = found.map(({ text, ...set }) => {
    const id = newId()
    return { id, fault: model.write(id, set, { id: newId(), text, use: true }) }
  })
  toast({
    text: made.length > 0 ? t('prompts.imported', { count: made.length }) : t('prompts.import.none'),
    ...(made.length > 0 && {
      action: { label: t('action.undo'), run: () => made.forEach(({ id }) => void model.drop(id)) },
    }),
  })
  const faults = await Promise.all(made.map(({ fault }) => fault))
  const refused = faults.filter(Boolean).length
  if (refused > 0) toast({ text: t('prompts.import.refused', { count: refused }), tone: 'danger' })
}

function chosenFile(): Promise<File | null> {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = '.json,application/json'
  return new Promise((resolve) => {
    input.onchange = () => resolve(input.files?.[0] ?? null)
    input.oncancel = () => resolve(null)
    input.click()
  })
}
