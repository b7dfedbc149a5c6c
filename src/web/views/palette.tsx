/**
 * The command palette: a field, and everything that fits what is written in it: actions, conversations, models, projects.
 * Loaded on demand; zag's combobox does the keyboard, inside a dialog.
 */
import { useComputed, useSignal } from '@preact/signals'
import * as combobox from '@zag-js/combobox'
import { normalizeProps, useMachine } from '@zag-js/preact'
import { ArrowLeft, Check, ChevronRight, Search, X } from 'lucide'
import { useEffect, useId, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import type { Page } from '../actions/action.ts'
import { useApp } from '../context.ts'
import { direction, t } from '../i18n/index.ts'
import { matching, type Shown, type ShownGroup } from '../models/palette.ts'
import { createSearch } from '../models/search.ts'
import { IconButton } from '../ui/button.tsx'
import { fieldOf, OWN_FIELD, useInSight } from '../ui/combobox.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { shortcutLabel } from '../ui/shortcut.ts'
import {
  allSources,
  choicesOf,
  conversation,
  conversations,
  inMessages,
  latest,
  moreSources,
  type PaletteEntry,
  pageOf,
} from './palette-entries.ts'

type Api = ReturnType<typeof combobox.connect>

/** From so many letters on, the server is asked for conversations that the page does not have. */
const ASK_FROM = 2

export function Palette() {
  const app = useApp()
  const { palette } = app.layout
  const field = useId()
  const at = palette.value
  const page = useMemo(() => (at ? pageOf(app, at) : null), [at, app.presets.list.value])
  // The field takes the focus at once, before the dialog could see where it was.
  const before = useMemo(() => document.activeElement as HTMLElement | null, [])
  const close = () => {
    palette.value = null
  }
  if (at === null) return null
  return (
    <Dialog class="palette" focus={field} back={() => before} onClose={close}>
      {(dialog) => (
        <>
          <h2 {...dialog.getTitleProps()} class="hidden-text">
            {page?.title ?? t('actions.palette')}
          </h2>
          <Finder page={page} field={field} onClose={close} />
        </>
      )}
    </Dialog>
  )
}

type FinderProps = { page: Page | null; field: string; onClose: () => void }

function Finder({ page, field, onClose }: FinderProps) {
  const { palette } = useApp().layout
  const isRoot = page === null
  const input = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const query = useSignal(page?.write?.value ?? '')
  const groups = useGroups(page, query)
  const shown = useMemo(() => groups.flatMap((group) => group.shown.map(({ entry }) => entry)), [groups])
  const collection = useMemo(
    () =>
      combobox.collection({
        items: shown,
        itemToValue: ({ id }) => id,
        itemToString: ({ label }) => label,
      }),
    [shown],
  )
  const service = useMachine(combobox.machine, {
    id: useId(),
    ids: OWN_FIELD,
    dir: direction.value,
    collection,
    composite: false,
    open: true,
    defaultHighlightedValue: shown.find(({ checked }) => checked)?.id ?? shown[0]?.id ?? null,
    inputBehavior: 'autohighlight',
    selectionBehavior: 'preserve',
    loopFocus: true,
    placeholder: page?.placeholder ?? t('actions.placeholder'),
    onInputValueChange: ({ inputValue, reason }) => {
      if (reason !== 'input-change' && reason !== 'clear-trigger') return
      query.value = inputValue
      list.current?.scrollTo(0, 0)
    },
    onOpenChange: ({ open, reason }) => !open && reason === 'escape-key' && onClose(),
    onSelect: ({ itemValue }) => {
      const entry = shown.find(({ id }) => id === itemValue)
      if (entry?.leads) entry.run()
      else if (entry) leave(onClose, entry.run)
    },
  })
  const api = combobox.connect(service, normalizeProps)
  useInSight(list, api.highlightedValue)

  const back = () => {
    palette.value = ''
  }
  // Another page: an empty field, or one with what there is to change, and the first of its choices.
  useLayoutEffect(() => {
    const element = input.current!
    query.value = page?.write?.value ?? ''
    element.value = query.peek()
    element.focus({ preventScroll: true })
    element.select()
    list.current?.scrollTo(0, 0)
  }, [page])
  // What was chosen before, or the first, stands under the keyboard whenever nothing is written.
  useEffect(() => {
    if (query.peek() && !page?.write) return
    api.setHighlightValue((shown.find(({ checked }) => checked) ?? shown[0])?.id ?? '')
  }, [page, groups])

  return (
    <div {...api.getContentProps()} class="palette-inside">
      <span id={api.getLabelProps().id} class="hidden-text">
        {page?.title ?? t('actions.palette')}
      </span>
      <div class="palette-field">
        {isRoot ? (
          <Icon of={Search} size={20} />
        ) : (
          <>
            <IconButton class="mirrored" icon={ArrowLeft} label={t('actions.back')} onClick={back} />
            <span class="palette-page">{page.title}</span>
          </>
        )}
        <input
          {...fieldOf(api)}
          ref={input}
          id={field}
          dir="auto"
          aria-label={page?.placeholder ?? t('actions.placeholder')}
          onKeyDownCapture={(event) => {
            if (isRoot || event.key !== 'Backspace' || event.currentTarget.value !== '' || event.repeat)
              return
            event.preventDefault()
            back()
          }}
        />
        <span class="palette-escape" aria-hidden="true">
          {shortcutLabel('escape')}
        </span>
        <IconButton class="palette-close" icon={X} label={t('action.close')} onClick={onClose} />
      </div>
      <p class="hidden-text" role="status">
        {query.value && t('search.count', { count: shown.length })}
      </p>
      <div ref={list} class="palette-list">
        <div {...api.getListProps()}>
          {groups.map((group) => (
            <Group key={group.id} api={api} group={group} heading={isRoot} />
          ))}
        </div>
        {shown.length === 0 && !page?.write && <p class="palette-none">{t('actions.none')}</p>}
      </div>
      <Foot isRoot={isRoot} />
    </div>
  )
}

/** What fits what is written. On the first page the search is asked as well, and its answer stands behind. */
function useGroups(page: Page | null, query: { value: string }): ShownGroup<PaletteEntry>[] {
  const app = useApp()
  const { palette } = app.layout
  const search = useMemo(() => createSearch(app.link), [])
  useEffect(() => () => search[Symbol.dispose](), [])
  const turnTo = (id: string) => {
    palette.value = id
  }
  const sources = useMemo(() => {
    if (page) return { all: choicesOf(page), more: [], chats: null }
    return { all: allSources(app, turnTo), more: moreSources(app), chats: conversations(app) }
  }, [page])
  const text = useComputed(() => query.value.trim())
  useEffect(() => {
    search.look(!page && text.value.length >= ASK_FROM ? text.value : '')
  }, [text.value, page])

  const hits = search.items.value
  return useMemo(() => {
    if (page?.write) {
      const { label, icon, done } = page.write
      if (!text.value) return []
      const entry = { id: 'write', label: label(text.value), icon, run: () => done(text.value) }
      return [{ id: 'write', label: page.title, shown: [{ entry, ranges: [] }] }]
    }
    const { all, more, chats } = sources
    if (!chats) return matching(all, text.value)
    if (!text.value) {
      const [recent, ...others] = all
      return matching([recent!, latest(chats), ...others], '')
    }
    const groups = matching([...all, chats, ...more], text.value)
    const known = new Set(chats.entries.map(({ id }) => id))
    const found = hits
      .filter(({ message }) => message === null)
      .map((hit) => ({
        entry: conversation(hit.conversation, hit.title ?? t('library.untitled')),
        ranges: hit.snippet.text === hit.title ? hit.snippet.ranges : [],
      }))
      .filter(({ entry }) => !known.has(entry.id))
    if (found.length > 0) groups.push({ id: 'found', label: t('actions.older'), shown: found })
    return [...groups, ...matching([inMessages(app, text.value)], '')]
  }, [text.value, hits, sources])
}

/** The palette is gone, and the focus where it was, before what was chosen begins: it may move the focus itself. */
function leave(close: () => void, run: () => void): void {
  close()
  setTimeout(run, 0)
}

type GroupProps = { api: Api; group: ShownGroup<PaletteEntry>; heading: boolean }

function Group({ api, group, heading }: GroupProps) {
  return (
    <div {...api.getItemGroupProps({ id: group.id })} class="palette-group">
      <div
        {...api.getItemGroupLabelProps({ htmlFor: group.id })}
        class={heading ? 'menu-heading' : 'hidden-text'}
      >
        {group.label}
      </div>
      {group.shown.map((one) => (
        <Option key={one.entry.id} api={api} shown={one} />
      ))}
    </div>
  )
}

function Option({ api, shown: { entry, ranges } }: { api: Api; shown: Shown<PaletteEntry> }) {
  const { label, about, icon, tone, color, checked, keys, leads } = entry
  return (
    <div {...api.getItemProps({ item: entry })} class="menu-item" data-tone={tone}>
      <span class="palette-icon" data-color={color}>
        {icon && <Icon of={icon} size={16} />}
      </span>
      <span class="palette-words">
        <span dir="auto">
          <Marked text={label} ranges={ranges} />
        </span>
        {about && <small dir="auto">{about}</small>}
      </span>
      {keys && <kbd>{shortcutLabel(keys)}</kbd>}
      {leads && <Icon of={ChevronRight} size={16} class="mirrored" />}
      {checked && (
        <>
          <Icon of={Check} size={16} />
          <span class="hidden-text">{t('actions.chosen')}</span>
        </>
      )}
    </div>
  )
}

function Marked({ text, ranges }: { text: string; ranges: Shown<PaletteEntry>['ranges'] }) {
  return (
    <>
      {ranges.map(([from, to], n) => (
        <>
          {text.slice(ranges[n - 1]?.[1] ?? 0, from)}
          <b>{text.slice(from, to)}</b>
        </>
      ))}
      {text.slice(ranges.at(-1)?.[1] ?? 0)}
    </>
  )
}

/** What the keys do here. A finger has none, and nobody else needs to hear it. */
function Foot({ isRoot }: { isRoot: boolean }) {
  return (
    <p class="palette-foot" aria-hidden="true">
      <span>
        <kbd>↑</kbd> <kbd>↓</kbd> {t('actions.foot.move')}
      </span>
      <span>
        <kbd>{shortcutLabel('enter')}</kbd> {t('actions.foot.choose')}
      </span>
      {!isRoot && (
        <span>
          <kbd>{shortcutLabel('backspace')}</kbd> {t('actions.foot.back')}
        </span>
      )}
    </p>
  )
}
