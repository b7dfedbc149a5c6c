/** Messages that wait for the answer to end: above the composer, in the order they will go out. */
import { useSignal } from '@preact/signals'
import { ArrowDown, ArrowUp, CornerDownRight, ListEnd, Pencil, X } from 'lucide'
import { type FilePart, filesOf, textOf } from '../../shared/parts.ts'
import type { Queued } from '../../shared/protocol.ts'
import { useApp } from '../context.ts'
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { missing } from '../ui/later.tsx'

export function QueueView({ conversation }: { conversation: ConversationModel }) {
  const { queue } = conversation
  const items = queue.items.value
  const run = () => queue.run((conversation.compare.front.peek() ?? conversation.last.peek())?.id)
  return (
    <section class="queue" aria-label={t('queue.region')}>
      {items[0]?.held && !conversation.running.value && (
        <p class="queue-held" role="status">
          {t('queue.held')}
          <Button size="small" kind="quiet" onClick={run}>
            {t('queue.run')}
          </Button>
        </p>
      )}
      <ol>
        {items.map((item, n) => (
          <Item
            key={item.id}
            item={item}
            first={n === 0}
            last={n === items.length - 1}
            conversation={conversation}
          />
        ))}
      </ol>
    </section>
  )
}

/** The server had them already: what is in them comes back, too. */
async function giveBack(
  { composer, attached }: ConversationModel,
  files: readonly FilePart[],
): Promise<void> {
  attached.giveBack(files)
  if (attached.isWhole()) return
  const { bring } = await import('../models/attached-bring.ts')
  await bring(composer.key.peek(), files)
  attached.arrived()
}

type ItemProps = { item: Queued; first: boolean; last: boolean; conversation: ConversationModel }

function Item({ item, first, last, conversation }: ItemProps) {
  const { queue } = conversation
  const { layout } = useApp()
  const editing = useSignal(false)
  const text = queue.textOf(item)
  if (editing.value) {
    const save = (value: string) => {
      editing.value = false
      if (value.trim() && value !== text) queue.edit(item.id, value)
    }
    return (
      <li>
        <input
          class="queue-field"
          dir="auto"
          aria-label={t('queue.edit')}
          defaultValue={text}
          ref={(field) => field?.focus()}
          onBlur={(event) => save(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.isComposing) return
            if (event.key === 'Enter') save(event.currentTarget.value)
            if (event.key !== 'Escape') return
            event.stopPropagation()
            editing.value = false
          }}
        />
      </li>
    )
  }
  return (
    <li>
      <Icon of={item.mode === 'steer' ? CornerDownRight : ListEnd} size={14} />
      <span class="queue-text" dir="auto">
        {text}
      </span>
      {!first && (
        <IconButton icon={ArrowUp} size={14} label={t('queue.up')} onClick={() => queue.move(item.id, -1)} />
      )}
      {/* On a phone there is room for one: each but the first can go up. */}
      {!last && (first || layout.wide.value) && (
        <IconButton
          icon={ArrowDown}
          size={14}
          label={t('queue.down')}
          onClick={() => queue.move(item.id, 1)}
        />
      )}
      {textOf(item.parts) && !text.includes('\n') && (
        <IconButton
          icon={Pencil}
          size={14}
          label={t('queue.edit')}
          onClick={() => {
            editing.value = true
          }}
        />
      )}
      <IconButton
        icon={X}
        size={14}
        label={t('queue.drop')}
        onClick={() => {
          queue.drop(item.id)
          conversation.composer.giveBack(textOf(item.parts))
          void giveBack(conversation, filesOf(item.parts)).catch(missing)
        }}
      />
    </li>
  )
}
