/** What stands in a part of the library where there is nothing. */
import { useApp } from '../context.ts'
import { t } from '../i18n/index.ts'

export function EmptyShelf() {
  const { shelf, project } = useApp().library.filter.value
  const what = shelf !== 'list' ? shelf : project ? 'project' : 'tags'
  return (
    <div class="library-empty">
      <p>{t(`library.empty.${what}`)}</p>
      <p>{t(`library.empty.${what}.about`)}</p>
    </div>
  )
}
