/** Tells a screen reader that several answers begin and how each of them ends, without talking over itself. */
import { effect } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { t } from '../i18n/index.ts'
import type { MessageModel } from '../models/message.ts'
import { announce } from '../ui/announce.tsx'

type Named = { reply: MessageModel; name: string }

/** Answers that end so close together are told in one sentence. */
const GATHER_MS = 400

export function useCompareAnnouncements(named: readonly Named[]): void {
  const writing = useRef(new Set<string>())
  useEffect(() => {
    let told: string[] = []
    let timer: ReturnType<typeof setTimeout> | undefined
    const tell = (words: string) => {
      told.push(words)
      clearTimeout(timer)
      timer = setTimeout(() => {
        announce(told.join('. '))
        told = []
      }, GATHER_MS)
    }
    const begun = named.filter(({ reply }) => reply.state.peek() === 'open' && !writing.current.has(reply.id))
    if (begun.length > 0) tell(t('compare.begun', { count: begun.length }))
    const stop = effect(() => {
      for (const { reply, name } of named) {
        const state = reply.state.value
        if (state === 'open') writing.current.add(reply.id)
        else if (writing.current.delete(reply.id))
          tell(state === 'settled' ? t('compare.done', { model: name }) : t('compare.ended', { model: name }))
      }
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [named.map(({ reply }) => reply.id).join()])
}
