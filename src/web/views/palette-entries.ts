/** What can be chosen in the palette, and from where it comes. */
import { Cpu, Folder, type IconNode, MessageSquare, Search } from 'lucide'
import { type Action, GROUPS, type Group, type Page } from '../actions/action.ts'
import { flat } from '../actions/conversation.ts'
import { known, possible } from '../actions/index.ts'
import { modelChoices } from '../actions/page.ts'
import type { App } from '../context.ts'
import { t } from '../i18n/index.ts'
import { foldersOf } from '../models/folders.ts'
import type { Row } from '../models/library.ts'
import type { Entry, Source } from '../models/palette.ts'
import { navigate } from '../route.ts'
import { keep, recall } from '../storage.ts'

export type PaletteEntry = Entry & {
  about?: string
  icon?: IconNode
  tone?: 'danger'
  color?: string
  checked?: boolean
  keys?: string | undefined
  /** Goes to a page of the palette instead of doing something. */
  leads?: true
  run: () => void
}

type PaletteSource = Source<PaletteEntry>

const RECENT_KEY = 'parley.recent-actions'
const MAX_RECENT = 4
/** Conversations that stand in the palette before anything is written. */
const LATEST = 5

export const groupLabel = (group: Group): string => t(`actions.group.${group}`)

/** The actions that were chosen last. */
function recentIds(): string[] {
  return (recall(RECENT_KEY) ?? '').split(' ').filter(Boolean)
}

function remember(id: string): void {
  keep(RECENT_KEY, [id, ...recentIds().filter((other) => other !== id)].slice(0, MAX_RECENT * 2).join(' '))
}

/** Everything, for the first page. */
export function allSources(app: App, turnTo: (page: string) => void): PaletteSource[] {
  const entry = (action: Action): PaletteEntry => {
    const { id, label, icon, tone, words, group, page, run } = action
    return {
      id: `action ${id}`,
      label: t(label),
      words: `${groupLabel(group)} ${words ? t(words) : ''}`,
      icon,
      ...(tone && { tone }),
      keys: app.keys.of(id),
      ...(page && { leads: true }),
      run: () => {
        remember(id)
        if (page) turnTo(id)
        else run?.(app)
      },
    }
  }
  // It is open.
  const actions = possible(app).filter(({ id }) => id !== 'palette.open')
  const recent = recentIds()
    .flatMap((id) => actions.find((action) => action.id === id) ?? [])
    .slice(0, MAX_RECENT)
  const rest = actions.filter((action) => !recent.includes(action))
  return [
    source('recent', t('actions.group.recent'), recent.map(entry), 8, true),
    ...GROUPS.map((group) => {
      const own = rest.filter((action) => action.group === group).map(entry)
      return source(group, groupLabel(group), own, 8, true)
    }),
  ]
}

/** Conversations, models and projects: beside the actions while something is looked for. */
export function moreSources(app: App): PaletteSource[] {
  const models = modelChoices(app)
    .filter(({ checked }) => !checked)
    .map((choice) => ({
      ...choice,
      id: `model ${choice.id}`,
      words: `${choice.about} ${t('models.button')}`,
      icon: Cpu,
    }))
  const projects = flat(foldersOf(app.shelves.projects.peek())).map(({ project, path }) => ({
    id: `project ${project.id}`,
    label: project.name,
    words: t('projects.heading'),
    ...(path && { about: path }),
    icon: Folder,
    color: project.color,
    run: () => {
      app.library.show({ shelf: 'list', project: project.id })
      if (app.layout.wide.peek() ? app.layout.collapsed.peek() : !app.layout.drawer.peek())
        app.layout.toggle()
    },
  }))
  return [
    source('models', t('actions.switchTo'), models, 6, true),
    source('projects', t('projects.heading'), projects, 6, true),
  ]
}

const entries = new WeakMap<Row, PaletteEntry>()

/** The conversations that the page has, the newest first. Made once for each: there may be very many. */
export function conversations(app: App): PaletteSource {
  const rows = [...app.library.rows.peek().values()]
    .filter(({ shown }) => shown && shown.trashed === null && shown.id !== app.openId.peek())
    .sort((a, b) => b.updated.peek() - a.updated.peek())
  return source('conversations', t('library.shelf.list'), rows.map(entryOf), 8, false)
}

export function latest(all: PaletteSource): PaletteSource {
  return { ...all, entries: all.entries.slice(0, LATEST) }
}

function entryOf(row: Row): PaletteEntry {
  const label = row.title.peek() ?? t('library.untitled')
  const before = entries.get(row)
  if (before?.label === label) return before
  const made = conversation(row.id.peek(), label)
  entries.set(row, made)
  return made
}

export function conversation(id: string, label: string): PaletteEntry {
  return { id: `conversation ${id}`, label, icon: MessageSquare, run: () => navigate(`/c/${id}`) }
}

/** Where no name fits: what was written may stand in a message. */
export function inMessages(app: App, query: string): PaletteSource {
  const label = t('actions.searchFor', { words: query })
  const run = () => app.layout.setSearching(true, query)
  return source('search', t('search.title'), [{ id: 'search', label, icon: Search, run }], 1, false)
}

/** The page that an action leads to; null when it cannot be done any more. */
export function pageOf(app: App, id: string): Page | null {
  return known(id)?.page?.(app) ?? null
}

export function choicesOf(page: Page): PaletteSource[] {
  const choices = page.choices.map((choice) => ({ ...choice, words: choice.about ?? '' }))
  return [source('choices', page.title, choices, 200, true)]
}

function source(
  id: string,
  label: string,
  own: readonly PaletteEntry[],
  most: number,
  loose: boolean,
): PaletteSource {
  return { id, label, entries: own, most, loose }
}
