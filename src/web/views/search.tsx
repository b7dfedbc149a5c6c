/**
 * The search: a field, what narrows it, and what was found, by conversation. Loaded on demand; zag's combobox does the
 * keyboard, inside a dialog.
 */
import * as combobox from '@zag-js/combobox'
import { normalizeProps, useMachine } from '@zag-js/preact'
import { Search as SearchIcon, X } from 'lucide'
import { useEffect, useId, useMemo, useRef } from 'preact/hooks'
import type { Found, Snippet } from '../../shared/search.ts'
import { useApp } from '../context.ts'
import { direction, t } from '../i18n/index.ts'
import { createSearch, type SearchModel } from '../models/search.ts'
import { navigate } from '../route.ts'
import { IconButton } from '../ui/button.tsx'
import { fieldOf, OWN_FIELD, useInSight } from '../ui/combobox.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { SearchFilterRow } from './search-filters.tsx'

type Api = ReturnType<typeof combobox.connect>

/** Further hits are asked for before the reader comes to their place. */
const AHEAD_PX = 300

export function SearchDialog({ onClose }: { onClose: () => void }) {
  const { link, layout } = useApp()
  const search = useMemo(() => createSearch(link), [])
  const field = useId()
  useEffect(() => {
    const words = layout.sought.peek()
    const input = document.getElementById(field) as HTMLInputElement | null
    if (words && input) {
      input.value = words
      search.look(words)
    }
    return () => search[Symbol.dispose]()
  }, [])
  return (
    <Dialog class="search" focus={field} onClose={onClose}>
      {(dialog) => (
        <>
          <h2 {...dialog.getTitleProps()} class="hidden-text">
            {t('search.title')}
          </h2>
          <Finder search={search} field={field} onClose={onClose} />
        </>
      )}
    </Dialog>
  )
}

function Finder({ search, field, onClose }: { search: SearchModel; field: string; onClose: () => void }) {
  const items = search.items.value
  const state = search.state.value
  const collection = useMemo(
    () =>
      combobox.collection({
        items: [...items],
        itemToValue: keyOf,
        itemToString: ({ snippet }) => snippet.text,
      }),
    [items],
  )
  const service = useMachine(combobox.machine, {
    id: useId(),
    ids: OWN_FIELD,
    dir: direction.value,
    collection,
    composite: false,
    open: true,
    inputBehavior: 'autohighlight',
    selectionBehavior: 'preserve',
    placeholder: t('search.placeholder'),
    onInputValueChange: ({ inputValue, reason }) => {
      if (reason === 'input-change' || reason === 'clear-trigger') search.look(inputValue)
    },
    onOpenChange: ({ open, reason }) => !open && reason === 'escape-key' && onClose(),
    onSelect: ({ itemValue }) => {
      const hit = search.items.peek().find((one) => keyOf(one) === itemValue)
      if (!hit) return
      onClose()
      navigate(`/c/${hit.conversation}${hit.message ? `?m=${hit.message}` : ''}`)
    },
  })
  const api = combobox.connect(service, normalizeProps)
  const list = useRef<HTMLDivElement>(null)
  useInSight(list, api.highlightedValue)
  const groups = [...Map.groupBy(items, ({ conversation }) => conversation)]
  const none = state === 'known' && items.length === 0
  const filtered = Object.keys(search.filters.value).length > 0

  const follow = (event: Event) => {
    const { scrollHeight, clientHeight, scrollTop } = event.currentTarget as Element
    if (scrollHeight - clientHeight - scrollTop < AHEAD_PX) search.more()
  }
  return (
    <div {...api.getContentProps()} class="search-inside">
      <span id={api.getLabelProps().id} class="hidden-text">
        {t('search.title')}
      </span>
      <div class="search-field">
        <Icon of={SearchIcon} size={20} />
        <input {...fieldOf(api)} id={field} aria-label={t('search.placeholder')} />
        <IconButton icon={X} label={t('action.close')} onClick={onClose} />
      </div>
      <SearchFilterRow search={search} />
      <p class="hidden-text" role="status">
        {state === 'known' && t('search.count', { count: items.length })}
      </p>
      <div ref={list} class="search-results" onScroll={follow}>
        <div {...api.getListProps()}>
          {groups.map(([conversation, hits]) => (
            <Group key={conversation} api={api} hits={hits} />
          ))}
        </div>
        {state === 'asking' && items.length === 0 && <Skeleton lines={6} class="search-skeleton" />}
        {state === 'known' && items.length > 0 && search.near.value && (
          <p class="search-note">{t('search.near')}</p>
        )}
        {state === 'idle' && <p class="search-say">{t('search.hint')}</p>}
        {state === 'waiting' && <p class="search-say">{t('search.waiting')}</p>}
        {none && (
          <div class="search-say">
            <p>{t('search.none')}</p>
            {filtered && (
              <button type="button" class="search-widen" onClick={search.widen}>
                {t('search.widen')}
              </button>
            )}
          </div>
        )}
      </div>
    </div>
  )
}

function Group({ api, hits }: { api: Api; hits: readonly Found[] }) {
  const { conversation, title } = hits[0]!
  const label = title ?? t('library.untitled')
  const named = hits.find(({ message }) => message === null)
  return (
    <div {...api.getItemGroupProps({ id: conversation })} class="search-group">
      {/* A title that matches is a hit itself; otherwise it is the name of those below it. */}
      {named ? (
        <div {...api.getItemGroupLabelProps({ htmlFor: conversation })} class="hidden-text">
          {label}
        </div>
      ) : (
        <div {...api.getItemGroupLabelProps({ htmlFor: conversation })} class="search-heading" dir="auto">
          {label}
        </div>
      )}
      {named && <Hit api={api} hit={named} />}
      {hits.map((hit) => hit !== named && <Hit key={keyOf(hit)} api={api} hit={hit} />)}
    </div>
  )
}

function Hit({ api, hit }: { api: Api; hit: Found }) {
  const who = hit.role === 'user' ? t('search.you') : hit.model
  return (
    <div {...api.getItemProps({ item: hit })} class="search-hit" data-title={hit.message === null}>
      <p class="search-snippet" dir="auto">
        <Marked {...hit.snippet} />
      </p>
      {hit.message !== null && (
        <p class="search-about">
          {who && <span dir="auto">{who}</span>}
          <RelativeTime at={hit.created} />
        </p>
      )}
    </div>
  )
}

/** The text with its matching places marked. Both come as data, so nothing in it can be markup. */
function Marked({ text, ranges }: Snippet) {
  return (
    <>
      {ranges.map(([from, to], n) => (
        <>
          {plain(text.slice(ranges[n - 1]?.[1] ?? 0, from))}
          <mark>{text.slice(from, to)}</mark>
        </>
      ))}
      {plain(text.slice(ranges.at(-1)?.[1] ?? 0))}
    </>
  )
}

/** What is left of Markdown's signs for headings and weight, which nobody wants to read here. */
function plain(text: string): string {
  return text.replace(/(?<=^|\s)#{1,6}\s|(?<=^|[\s(])\*\*(?=\S|$)|(?<=\S|^)\*\*(?=$|[\s.,:;!?)])/g, '')
}

function keyOf({ conversation, message }: Found): string {
  return `${conversation}/${message ?? ''}`
}
