/** Says, as long as it is so, that this conversation leaves nothing behind, and offers to keep it. */
import { MessageCircleDashed } from 'lucide'
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'

export function TemporaryNote({ conversation }: { conversation: ConversationModel }) {
  return (
    <p class="temporary" role="status">
      <Icon of={MessageCircleDashed} size={14} />
      <span>{t('temporary.about')}</span>
      {conversation.begun.value && (
        <Button size="small" kind="quiet" onClick={conversation.keep}>
          {t('temporary.keep')}
        </Button>
      )}
    </p>
  )
}
