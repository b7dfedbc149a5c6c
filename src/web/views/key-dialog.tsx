/** Asks for the key of one endpoint, where somebody wants to use it. */
import { useApp } from '../context.ts'
import { t } from '../i18n/index.ts'
import { type KeyAsked, keyAsked } from '../models/own-keys.ts'
import { Dialog } from '../ui/dialog.tsx'
import { KeyForm } from './key-form.tsx'

export function KeyDialog({ asked }: { asked: KeyAsked }) {
  const { catalog } = useApp()
  const endpoint = catalog.endpoints.value.find(({ id }) => id === asked.endpoint)
  const close = () => {
    keyAsked.value = null
  }
  if (!endpoint?.personal) return null
  return (
    <Dialog class="key-dialog" onClose={close}>
      {(api) => (
        <>
          <h2 {...api.getTitleProps()} dir="auto">
            {t('keys.own.for', { label: endpoint.label })}
          </h2>
          <p {...api.getDescriptionProps()}>{t('keys.own.about')}</p>
          <KeyForm
            endpoint={endpoint}
            onCancel={close}
            onDone={() => {
              close()
              asked.after?.()
            }}
          />
        </>
      )}
    </Dialog>
  )
}
