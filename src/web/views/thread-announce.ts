/** Tells a screen reader when an answer begins and how it ends. Its words are there to be read, not to be shouted. */
import { useSignalEffect } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { faultText } from '../i18n/fault.ts'
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import type { MessageModel } from '../models/message.ts'
import { announce } from '../ui/announce.tsx'

export function useAnnouncements(conversation: ConversationModel): void {
  const writing = useRef<{ id: string; begun: boolean } | null>(null)
  useSignalEffect(() => {
    const last = conversation.last.value
    // Compared answers are told of where they are drawn.
    if (last?.role !== 'assistant' || conversation.compare.current.value) return
    const state = last.state.value
    const begun = last.parts.value.length > 0
    const known = writing.current?.id === last.id ? writing.current : null
    if (state === 'open') {
      if (begun && !known?.begun) announce(t('thread.answerStarted'))
      writing.current = { id: last.id, begun }
    } else if (known) {
      writing.current = null
      announce(ending(last))
    }
  })
}

function ending(message: MessageModel): string {
  switch (message.state.peek()) {
    case 'failed':
      return t('thread.answerFailed', { words: faultText(message.fault.peek() ?? { code: 'internal' }) })
    case 'stopped':
      return t('thread.answerStopped')
    case 'interrupted':
      return t('thread.answerInterrupted')
    default:
      return t('thread.answerDone')
  }
}
