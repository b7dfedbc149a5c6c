/** What narrows a search: who said it, when, with which model, and where. Native choices, shaped like chips. */
import { useApp } from '../context.ts'
import { DAY } from '../i18n/format.ts'
import { t } from '../i18n/index.ts'
import type { SearchModel } from '../models/search.ts'

/** Days back, by the word for it. */
const SINCE = [
  ['search.week', 7],
  ['search.month', 30],
  ['search.year', 365],
] as const

export function SearchFilterRow({ search }: { search: SearchModel }) {
  const { catalog, shelves, openId } = useApp()
  const filters = search.filters.value
  const days = filters.from === undefined ? '' : String(Math.round((Date.now() - filters.from) / DAY))
  const models = [...new Set(catalog.models.value.map(({ model }) => model))]
  const projects = shelves.projects.value
  const tags = shelves.tags.value
  return (
    <fieldset class="search-filters">
      <legend class="hidden-text">{t('search.filters')}</legend>
      {openId.value && (
        <button
          type="button"
          class="chip"
          aria-pressed={filters.conversation !== undefined}
          onClick={() => search.narrow({ conversation: filters.conversation ? undefined : openId.peek()! })}
        >
          {t('search.here')}
        </button>
      )}
      <Choice
        label={t('search.role')}
        value={filters.role ?? ''}
        options={[
          ['user', t('search.you')],
          ['assistant', t('search.answers')],
        ]}
        onChange={(role) => search.narrow({ role: (role || undefined) as 'user' | 'assistant' | undefined })}
      />
      <Choice
        label={t('search.when')}
        value={days}
        options={SINCE.map(([key, back]) => [String(back), t(key)])}
        onChange={(back) => search.narrow({ from: back ? Date.now() - Number(back) * DAY : undefined })}
      />
      {models.length > 1 && (
        <Choice
          label={t('search.model')}
          value={filters.model ?? ''}
          options={models.map((model) => [model, model])}
          onChange={(model) => search.narrow({ model: model || undefined })}
        />
      )}
      {projects.length > 0 && (
        <Choice
          label={t('search.project')}
          value={filters.project ?? ''}
          options={projects.map(({ id, name }) => [id, name])}
          onChange={(project) => search.narrow({ project: project || undefined })}
        />
      )}
      {tags.length > 0 && (
        <Choice
          label={t('search.tag')}
          value={filters.tag ?? ''}
          options={tags.map(({ id, name }) => [id, name])}
          onChange={(tag) => search.narrow({ tag: tag || undefined })}
        />
      )}
    </fieldset>
  )
}

type ChoiceProps = {
  label: string
  /** '': anything. */
  value: string
  options: readonly (readonly [string, string])[]
  onChange: (value: string) => void
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <select
      class="chip"
      aria-label={label}
      data-chosen={value !== ''}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      <option value="">{label}</option>
      {options.map(([key, text]) => (
        <option key={key} value={key}>
          {text}
        </option>
      ))}
    </select>
  )
}
