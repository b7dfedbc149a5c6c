/** The button that says which model answers, and opens the list of them. The list is loaded when somebody comes near. */
import { signal, useSignalEffect } from '@preact/signals'
import { ChevronDown } from 'lucide'
import type { ComponentType } from 'preact'
import { useApp } from '../context.ts'
import { t } from '../i18n/index.ts'
import { canChoose } from '../models/chosen-model.ts'
import type { ConversationModel } from '../models/conversation.ts'
import { awaited } from '../ui/awaited.ts'
import { Icon } from '../ui/icon.tsx'
import type { ChoiceProps } from './model-choice.tsx'

const BUTTON_ID = 'model-button'

const picker = signal<{ View: ComponentType<ChoiceProps> } | null>(null)

async function load(): Promise<void> {
  picker.value ??= { View: (await import('./model-choice.tsx')).ModelChoice }
}

export function ModelButton({ conversation }: { conversation: ConversationModel }) {
  const { catalog, config } = useApp()
  const pick = conversation.pick.value
  const { picks } = conversation.compare
  const one = catalog.find(pick)?.label ?? pick?.spec ?? pick?.model ?? t('models.choose')
  const name = picks.value.length > 0 ? t('compare.models', { count: picks.value.length }) : one
  const open = conversation.choosing
  const View = open.value ? picker.value?.View : undefined
  useSignalEffect(() => {
    if (open.value && !picker.peek()) void awaited(load())
  })
  if (!canChoose(config.interface, catalog)) return null
  return (
    <>
      <button
        type="button"
        id={BUTTON_ID}
        class="model-button"
        aria-label={t('models.button')}
        aria-description={name}
        aria-haspopup="dialog"
        aria-expanded={open}
        onPointerEnter={() => void load()}
        onFocus={() => void load()}
        onClick={() => {
          open.value = !open.peek()
        }}
      >
        {/* Drawn by style: text in here would have to be part of the button's name, which is the same for every model. */}
        <span class="model-name" data-name={name} />
        <Icon of={ChevronDown} size={14} />
      </button>
      {View && <View conversation={conversation} anchor={BUTTON_ID} />}
    </>
  )
}
