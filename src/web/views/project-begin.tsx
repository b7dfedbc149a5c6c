/** What a project says and what its chats begin with: the part of its dialog that is about models. */
import type { Signal } from '@preact/signals'
import { useEffect, useId, useRef } from 'preact/hooks'
import type { Pick } from '../../shared/message.ts'
import { MAX_PROJECT_INSTRUCTIONS, type Project } from '../../shared/shelf.ts'
import { api } from '../api.ts'
import { useApp } from '../context.ts'
import { t } from '../i18n/index.ts'
import { Select } from '../ui/choice.tsx'
import { fitHeight } from './grow.ts'

/** `undefined`: they are being fetched, and are not to be written over. */
export function ProjectInstructions({
  project,
  text,
}: {
  project: Project | undefined
  text: Signal<string | undefined>
}) {
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (!project?.instructed) return
    void api.projectInstructions(project.id).then((answer) => {
      if (answer.ok) text.value = answer.value
    })
  }, [])
  useEffect(() => {
    if (field.current) fitHeight(field.current)
  }, [text.value])
  return (
    <div class="field">
      <label for={id}>{t('projects.instructions')}</label>
      <textarea
        ref={field}
        id={id}
        class="input"
        dir="auto"
        rows={3}
        maxLength={MAX_PROJECT_INSTRUCTIONS}
        value={text.value ?? ''}
        disabled={text.value === undefined}
        aria-describedby={`${id}-hint`}
        onInput={(event) => {
          text.value = event.currentTarget.value
        }}
      />
      <p id={`${id}-hint`} class="field-hint">
        {t('projects.instructions.hint')}
      </p>
    </div>
  )
}

/** As the choice names it: '', `preset/<id>` or `model/<endpoint>/<model>`. */
export function beginOf(project: Project | undefined): string {
  if (project?.preset) return `preset/${project.preset}`
  return project?.pick ? keyOf(project.pick) : ''
}

const keyOf = ({ endpoint, model }: Pick) => `model/${encodeURIComponent(endpoint)}/${model}`

export function beginFrom(choice: string): { pick: Pick | null; preset: string | null } {
  const [kind, name = '', ...rest] = choice.split('/')
  if (kind === 'preset') return { pick: null, preset: name }
  if (kind !== 'model') return { pick: null, preset: null }
  return { pick: { endpoint: decodeURIComponent(name), model: rest.join('/') }, preset: null }
}

export function ProjectBegin({ begin }: { begin: Signal<string> }) {
  const { catalog, presets } = useApp()
  useEffect(presets.need, [])
  const options = [
    { value: '', label: t('projects.begin.usual') },
    ...presets.list.value.map(({ id, name }) => ({ value: `preset/${id}`, label: name })),
    ...catalog.models.value.map((model) => ({
      value: keyOf(model),
      label: `${model.label} · ${model.endpointLabel}`,
    })),
  ]
  const chosen = begin.value
  if (!options.some(({ value }) => value === chosen)) {
    const { pick } = beginFrom(chosen)
    const name = pick?.model ?? t('presets.untitled')
    options.push({ value: chosen, label: t('projects.begin.gone', { name }) })
  }
  return (
    <div class="field">
      <span>{t('projects.begin')}</span>
      <Select
        label={t('projects.begin')}
        value={chosen}
        options={options}
        onChange={(next) => {
          begin.value = next
        }}
      />
    </div>
  )
}
