/** Opens the map of branches, where there are any. In the bar above a page, or where there is none, above the thread. */
import { GitBranch } from 'lucide'
import { useApp } from '../context.ts'
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import { IconButton } from '../ui/button.tsx'
import { near } from '../ui/near.ts'

const load = () => import('./map.tsx')

export function MapButton({ conversation }: { conversation: ConversationModel }) {
  const { keys } = useApp()
  const { branches } = conversation
  if (!branches.any.value) return null
  return (
    <IconButton
      icon={GitBranch}
      label={t('map.title')}
      shortcut={keys.of('map.open')}
      aria-haspopup="dialog"
      aria-expanded={branches.shown.value !== null}
      {...near(load)}
      onClick={() => {
        branches.shown.value = []
      }}
    />
  )
}

export function ThreadMap({ conversation }: { conversation: ConversationModel }) {
  const { layout } = useApp()
  if (!layout.wide.value || layout.collapsed.value) return null
  return (
    <div class="thread-map">
      <MapButton conversation={conversation} />
    </div>
  )
}
