/** A new name for a conversation, in the place of the old one. */
import { useLayoutEffect, useRef } from 'preact/hooks'
import { MAX_TITLE } from '../../shared/conversation.ts'
import { useApp } from '../context.ts'
import { t } from '../i18n/index.ts'
import type { Row } from '../models/library.ts'
import { toast } from '../ui/toast.tsx'

/** Enter and leaving the field keep the name, Escape does not. */
export function Rename({ row, end }: { row: Row; end: (focus: boolean) => void }) {
  const { library } = useApp()
  const field = useRef<HTMLInputElement>(null)
  const left = useRef(false)
  // Before the next key: who renames is already typing.
  useLayoutEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])

  async function save(focus: boolean): Promise<void> {
    if (left.current) return
    left.current = true
    const to = field.current?.value ?? ''
    end(focus)
    const fault = await library.rename(row.id.peek(), to)
    if (fault) toast({ text: t('library.renameFailed'), tone: 'danger' })
  }
  function onKeyDown(event: KeyboardEvent): void {
    event.stopPropagation()
    // An input method that is still composing owns its Enter and Escape.
    if (event.isComposing) return
    if (event.key === 'Enter') void save(true)
    if (event.key !== 'Escape') return
    left.current = true
    end(true)
  }
  return (
    <input
      ref={field}
      class="row-rename"
      dir="auto"
      aria-label={t('library.renameField')}
      value={row.title.peek() ?? ''}
      maxLength={MAX_TITLE}
      onKeyDown={onKeyDown}
      onBlur={() => void save(false)}
    />
  )
}
