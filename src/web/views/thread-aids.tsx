/** What a thread does for those who hear it, write on glass or drop files on it: nothing of it is seen at first. */
import { useSignalEffect } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { useApp } from '../context.ts'
import { faultText } from '../i18n/fault.ts'
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import type { MessageModel } from '../models/message.ts'
import { announce } from '../ui/announce.tsx'
import { followFiles } from './attach-drop.ts'

type Props = { conversation: ConversationModel; thread: { current: HTMLElement | null } }

export function ThreadAids({ conversation, thread }: Props) {
  const app = useApp()
  useAnnouncements(conversation)
  useKeyboardInset(thread)
  useEffect(() => followFiles(app, conversation), [conversation])
  return null
}

/** Tells a screen reader when an answer begins and how it ends. Its words are there to be read, not to be shouted. */
function useAnnouncements(conversation: ConversationModel): void {
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

/** Keeps the composer above a phone's keyboard where the browser lays the keyboard over the page. */
function useKeyboardInset(thread: { current: HTMLElement | null }): void {
  useEffect(() => {
    const view = window.visualViewport
    if (!view) return
    const fit = () => {
      const covered = Math.max(0, document.documentElement.clientHeight - view.height - view.offsetTop)
      // Pinching makes the viewport smaller too, and is not a keyboard.
      const inset = view.scale === 1 && covered > 60 ? covered : 0
      thread.current?.style.setProperty('--keyboard', `${inset}px`)
    }
    view.addEventListener('resize', fit)
    view.addEventListener('scroll', fit)
    return () => {
      view.removeEventListener('resize', fit)
      view.removeEventListener('scroll', fit)
    }
  }, [])
}
