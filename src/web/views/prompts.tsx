/** The prompts of a person: a list to find one in, and the one that is open. Loaded when somebody goes there. */
import { useSignal } from '@preact/signals'
import { Download, Ellipsis, Pin, Plus, ScrollText, Search, Upload } from 'lucide'
import { useEffect } from 'preact/hooks'
import type { Prompt } from '../../shared/prompts.ts'
import { useApp } from '../context.ts'
import { t } from '../i18n/index.ts'
import { anyEdits, editOf, NEW } from '../models/prompt-edit.ts'
import { findPrompts } from '../models/prompt-find.ts'
import type { PromptsModel } from '../models/prompts.ts'
import { navigate } from '../route.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Menu } from '../ui/menu.tsx'
import { Problem } from '../ui/problem.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { PromptEditor } from './prompt-editor.tsx'
import { exportPrompts, importPrompts } from './prompt-files.ts'

export function Prompts({ id }: { id: string | null }) {
  const { prompts } = useApp()
  const model = prompts.model.value
  useEffect(() => {
    void prompts.need()
  }, [])
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => anyEdits() && event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [])
  return (
    <section class="prompts" data-open={id !== null} aria-label={t('prompts.title')}>
      {model?.loaded.value ? (
        <Known id={id} model={model} />
      ) : (
        <Skeleton lines={8} class="prompts-skeleton" />
      )}
    </section>
  )
}

function Known({ id, model }: { id: string | null; model: PromptsModel }) {
  const { create } = useApp().config.interface.prompts
  const open = id === null || id === NEW ? undefined : model.find(id)
  const none = model.all.value.length === 0
  return (
    <>
      <List id={id} model={model} />
      <div class="prompts-main">
        {!create && (id === NEW || open || none) ? (
          <p class="prompts-hint">{t('prompts.fixed')}</p>
        ) : id === NEW || open ? (
          <PromptEditor key={id} id={id!} prompt={open} model={model} />
        ) : id !== null ? (
          <Problem title={t('prompts.missing')} about={t('prompts.missing.about')}>
            <Button onClick={() => navigate('/prompts')}>{t('prompts.all')}</Button>
          </Problem>
        ) : none ? (
          <Teach model={model} />
        ) : (
          <p class="prompts-hint">{t('prompts.choose')}</p>
        )}
      </div>
    </>
  )
}

function List({ id, model }: { id: string | null; model: PromptsModel }) {
  const { create } = useApp().config.interface.prompts
  const query = useSignal('')
  const category = useSignal('')
  const all = model.all.value
  const categories = model.categories.value
  const chosen = categories.includes(category.value) ? category.value : ''
  const within = all.filter((prompt) => !chosen || prompt.category === chosen)
  const found = query.value.trim() ? findPrompts(within, query.value) : within

  return (
    <div class="prompts-side">
      <header class="prompts-head">
        <h1>{t('prompts.title')}</h1>
        {create && (
          <>
            <Ways model={model} />
            <IconButton icon={Plus} label={t('prompts.new')} onClick={() => navigate('/prompts/new')} />
          </>
        )}
      </header>
      {all.length > 0 && (
        <div class="prompts-find">
          <Icon of={Search} size={16} />
          <input
            type="search"
            dir="auto"
            placeholder={t('prompts.find')}
            aria-label={t('prompts.find')}
            value={query}
            onInput={(event) => {
              query.value = event.currentTarget.value
            }}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown') step(event)
            }}
          />
        </div>
      )}
      {categories.length > 0 && (
        <fieldset class="prompts-chips">
          <legend class="hidden-text">{t('prompts.category')}</legend>
          {['', ...categories].map((one) => (
            <button
              key={one}
              type="button"
              class="chip"
              dir="auto"
              aria-pressed={chosen === one}
              onClick={() => {
                category.value = one
              }}
            >
              {one || t('prompts.everything')}
            </button>
          ))}
        </fieldset>
      )}
      <nav class="prompts-list" aria-label={t('prompts.title')} onKeyDown={step}>
        {found.map((prompt) => (
          <Item key={prompt.id} prompt={prompt} open={prompt.id === id} />
        ))}
        {all.length > 0 && found.length === 0 && <p class="prompts-hint">{t('prompts.nothing')}</p>}
      </nav>
    </div>
  )
}

function Item({ prompt, open }: { prompt: Prompt; open: boolean }) {
  const { id, name, about, command, pinned, uses } = prompt
  const unsaved = Object.keys(editOf(id)).length > 0
  return (
    <a class="prompts-item" href={`/prompts/${id}`} aria-current={open ? 'page' : undefined}>
      <span class="prompts-name">
        <bdi>{name}</bdi>
        {pinned && <Icon of={Pin} size={14} />}
        {pinned && <span class="hidden-text">{t('prompts.pinned')}</span>}
        {unsaved && <span class="row-unread" role="img" aria-label={t('prompts.unsaved')} />}
      </span>
      {about && <small dir="auto">{about}</small>}
      <small class="prompts-facts">
        {command && <kbd dir="ltr">/{command}</kbd>}
        {uses > 0 && <span>{t('prompts.uses', { count: uses })}</span>}
      </small>
    </a>
  )
}

/** Arrows go from one to the next, and up again to where one searches. */
function step(event: KeyboardEvent): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  const side = (event.currentTarget as Element).closest('.prompts-side')
  if (!by || !side) return
  const all = [...side.querySelectorAll<HTMLElement>('.prompts-find input, .prompts-item')]
  const here = all.indexOf(document.activeElement as HTMLElement) // not there: -1
  all[Math.max(0, Math.min(all.length - 1, here + by))]?.focus()
  event.preventDefault()
}

function Ways({ model }: { model: PromptsModel }) {
  const { preferences } = useApp()
  return (
    <Menu
      placement="bottom-end"
      groups={() => [
        {
          items: [
            { id: 'import', label: t('prompts.import'), icon: Upload, run: () => void importPrompts(model) },
            {
              id: 'export',
              label: t('prompts.export'),
              icon: Download,
              disabled: model.all.peek().length === 0,
              run: () => void exportPrompts(model.all.peek()),
            },
          ],
        },
        {
          label: t('prompts.send'),
          items: [false, true].map((on) => ({
            id: `send-${on}`,
            label: t(on ? 'prompts.send.on' : 'prompts.send.off'),
            checked: preferences.promptSend.peek() === on,
            run: () => preferences.set({ promptSend: on }),
          })),
        },
      ]}
      trigger={(props) => <IconButton {...props} icon={Ellipsis} label={t('prompts.ways')} />}
    />
  )
}

/** Where there is none: what they are good for, and a first one to begin with. */
function Teach({ model }: { model: PromptsModel }) {
  return (
    <div class="prompts-teach">
      <Icon of={ScrollText} size={32} />
      <h2>{t('prompts.teach')}</h2>
      <p>{t('prompts.teach.about')}</p>
      <dl>
        <dt dir="ltr">
          <code>{'{{topic}}'}</code>
        </dt>
        <dd>{t('prompts.teach.variable')}</dd>
        <dt dir="ltr">
          <code>{'{{tone:friendly|formal}}'}</code>
        </dt>
        <dd>{t('prompts.teach.options')}</dd>
        <dt dir="ltr">
          <code>{'{{current_date}}'}</code>
        </dt>
        <dd>{t('prompts.teach.special')}</dd>
        <dt dir="ltr">
          <code>/</code>
        </dt>
        <dd>{t('prompts.teach.slash')}</dd>
      </dl>
      <div class="prompts-teach-ways">
        <Button kind="primary" icon={Plus} onClick={() => navigate('/prompts/new')}>
          {t('prompts.new')}
        </Button>
        <Button icon={Upload} onClick={() => void importPrompts(model)}>
          {t('prompts.import')}
        </Button>
      </div>
    </div>
  )
}
