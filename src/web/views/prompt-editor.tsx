/** One prompt: what it is called and says, and its versions. Nothing is saved before somebody says so. */
import { useSignal } from '@preact/signals'
import { ArrowLeft, Copy, Download, Ellipsis, Pin, PinOff, Play, Trash } from 'lucide'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { newId } from '../../shared/ids.ts'
import { MAX_PROMPT_TEXT, type Prompt } from '../../shared/prompts.ts'
import { useApp } from '../context.ts'
import { faultText } from '../i18n/fault.ts'
import { t } from '../i18n/index.ts'
import { type Edit, edit, editOf, faultsOf, forget, NEW, NOTHING, type Said } from '../models/prompt-edit.ts'
import type { PromptsModel } from '../models/prompts.ts'
import { navigate } from '../route.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Segmented } from '../ui/choice.tsx'
import { Menu } from '../ui/menu.tsx'
import { isShortcut } from '../ui/shortcut.ts'
import { toast } from '../ui/toast.tsx'
import { fitHeight } from './grow.ts'
import { tellFault } from './library-actions.ts'
import { PromptAsks, PromptLine } from './prompt-fields.tsx'
import { exportPrompts } from './prompt-files.ts'
import { takeToNew } from './prompt-take.ts'
import { PromptVersions } from './prompt-versions.tsx'
import { PromptWords } from './prompt-words.tsx'

/** From here on the reader is told how much room is left. */
const NEARLY = MAX_PROMPT_TEXT * 0.9

/** `prompt` is undefined for one that does not exist yet. */
type Props = { id: string; prompt: Prompt | undefined; model: PromptsModel }

export function PromptEditor({ id, prompt, model }: Props) {
  const view = useSignal<'write' | 'read'>('write')
  const tried = useSignal(false)
  const refused = useSignal<string | null>(null)
  const name = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => {
    if (!prompt) name.current?.focus()
  }, [])
  const change = editOf(id)
  const base: Said = prompt ?? NOTHING
  const said: Said = { ...base, ...change }
  const faults = faultsOf(said, id, model.all.value)
  const dirty = Object.keys(change).length > 0
  const set = (next: Edit) => edit(id, base, next)
  const shown = (key: keyof typeof faults) => {
    const fault = faults[key]
    // What was not written yet is no fault before somebody wants to save it.
    return fault && (tried.value || fault === 'prompts.taken' || fault === 'prompts.longText')
      ? t(fault)
      : undefined
  }

  async function save(use: boolean): Promise<void> {
    tried.value = true
    if (Object.keys(faults).length > 0 || (prompt && !dirty)) return
    const { text, ...rest } = change
    const key = prompt?.id ?? newId()
    const version = text === undefined ? undefined : { id: newId(), text, use: use || !prompt }
    const done = model.write(key, prompt ? rest : { ...NOTHING_SAID, ...rest }, version)
    forget(id)
    tried.value = false
    refused.value = null
    if (!prompt) navigate(`/prompts/${key}`, 'replace')
    const fault = await done
    if (!fault) return
    // It was not taken: nobody has to write it again.
    edit(prompt ? id : NEW, base, change)
    refused.value = fault.message ?? faultText(fault)
    if (!prompt) {
      navigate('/prompts/new', 'replace')
      tellFault(Promise.resolve(fault))
    }
  }

  return (
    <form
      class="prompt"
      aria-label={prompt?.name ?? t('prompts.new')}
      onSubmit={(event) => {
        event.preventDefault()
        void save(true)
      }}
      onKeyDown={(event) => {
        if (!isShortcut(event, 'mod+s') && !isShortcut(event, 'mod+enter')) return
        event.preventDefault()
        void save(true)
      }}
    >
      <header class="prompt-head">
        <IconButton
          class="mirrored prompt-back"
          icon={ArrowLeft}
          label={t('prompts.all')}
          onClick={() => navigate('/prompts')}
        />
        <input
          class="prompt-name"
          dir="auto"
          aria-label={t('prompts.name')}
          placeholder={t('prompts.name')}
          maxLength={100}
          value={said.name}
          autocomplete="off"
          aria-invalid={shown('name') !== undefined}
          ref={name}
          onInput={(event) => set({ name: event.currentTarget.value })}
          onBlur={(event) => set({ name: event.currentTarget.value.trim() })}
          onKeyDown={(event) =>
            event.key === 'Enter' && !event.ctrlKey && !event.metaKey && event.preventDefault()
          }
        />
        {prompt && <Ways prompt={prompt} model={model} text={said.text.trim() ? said.text : prompt.text} />}
      </header>
      {shown('name') && <p class="field-error">{shown('name')}</p>}
      <PromptLine said={said} set={set} categories={model.categories.value} command={shown('command')} />

      <div class="prompt-bar">
        <Segmented
          label={t('prompts.text')}
          value={view.value}
          onChange={(next) => {
            view.value = next
          }}
          options={[
            { value: 'write', label: t('prompts.write') },
            { value: 'read', label: t('prompts.preview') },
          ]}
        />
        {said.text.length > NEARLY && (
          <span class="prompt-note">
            {t('prompts.left', { count: Math.max(0, MAX_PROMPT_TEXT - said.text.length) })}
          </span>
        )}
      </div>
      {view.value === 'write' ? (
        <Text said={said} set={set} fault={shown('text')} />
      ) : (
        <div class="prompt-read">
          {said.text.trim() ? (
            <PromptWords text={said.text} />
          ) : (
            <p class="prompt-note">{t('prompts.noText')}</p>
          )}
        </div>
      )}
      <PromptAsks text={said.text} />
      <label class="prompt-check">
        <input
          type="checkbox"
          checked={said.starter}
          onChange={(event) => set({ starter: event.currentTarget.checked })}
        />
        <span>
          {t('prompts.starter')}
          <small>{t('prompts.starter.about')}</small>
        </span>
      </label>

      {(dirty || !prompt) && (
        <footer class="prompt-save">
          <p class={refused.value ? 'field-error' : 'prompt-note'} role="status">
            {refused.value ?? (dirty ? t('prompts.unsaved') : '')}
          </p>
          <Button
            kind="quiet"
            onClick={() => {
              forget(id)
              tried.value = false
              refused.value = null
              if (!prompt) navigate('/prompts')
            }}
          >
            {t(prompt ? 'prompts.discard' : 'action.cancel')}
          </Button>
          {prompt && change.text !== undefined && (
            <Button onClick={() => void save(false)} data-tip={t('prompts.saveUnused.about')}>
              {t('prompts.saveUnused')}
            </Button>
          )}
          <Button kind="primary" type="submit">
            {t(
              !prompt ? 'prompts.create' : change.text === undefined ? 'action.save' : 'prompts.saveVersion',
            )}
          </Button>
        </footer>
      )}
      {prompt && (
        <PromptVersions
          prompt={prompt}
          model={model}
          onEdit={(text) => {
            view.value = 'write'
            set({ text })
          }}
        />
      )}
    </form>
  )
}

const { text: _, ...NOTHING_SAID } = NOTHING

function Text({ said, set, fault }: { said: Said; set: (next: Edit) => void; fault: string | undefined }) {
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (field.current) fitHeight(field.current)
  }, [said.text])
  return (
    <>
      <textarea
        ref={field}
        class="input prompt-text"
        dir="auto"
        aria-label={t('prompts.text')}
        aria-invalid={fault !== undefined}
        placeholder={t('prompts.text.placeholder')}
        value={said.text}
        onInput={(event) => set({ text: event.currentTarget.value })}
      />
      {fault && <p class="field-error">{fault}</p>}
    </>
  )
}

/** `text` is what stands in the field: it can be tried before it is saved. */
function Ways({ prompt, model, text }: { prompt: Prompt; model: PromptsModel; text: string }) {
  const app = useApp()
  const { id, name, pinned } = prompt

  function duplicate(): void {
    const { about, category } = prompt
    const copy = newId()
    const set = { name: t('prompts.copyOf', { name }).slice(0, 100), about, category }
    tellFault(model.write(copy, set, { id: newId(), text, use: true }))
    navigate(`/prompts/${copy}`)
  }
  function drop(): void {
    const done = model.drop(id)
    navigate('/prompts', 'replace')
    toast({
      text: t('prompts.deleted', { name }),
      action: {
        label: t('action.undo'),
        run: () => {
          tellFault(model.restore(id))
          navigate(`/prompts/${id}`, 'replace')
        },
      },
    })
    tellFault(done)
  }

  return (
    <>
      <IconButton
        icon={pinned ? PinOff : Pin}
        label={t(pinned ? 'prompts.unpin' : 'prompts.pin')}
        onClick={() => tellFault(model.write(id, { pinned: !pinned }))}
      />
      <Menu
        placement="bottom-end"
        groups={() => [
          {
            items: [
              { id: 'copy', label: t('prompts.duplicate'), icon: Copy, run: duplicate },
              {
                id: 'export',
                label: t('prompts.exportOne'),
                icon: Download,
                run: () => void exportPrompts([prompt]),
              },
            ],
          },
          { items: [{ id: 'drop', label: t('action.delete'), icon: Trash, tone: 'danger', run: drop }] },
        ]}
        trigger={(props) => <IconButton {...props} icon={Ellipsis} label={t('prompts.more', { name })} />}
      />
      <Button icon={Play} onClick={() => takeToNew(app, { ...prompt, text })}>
        {t('prompts.take')}
      </Button>
    </>
  )
}
