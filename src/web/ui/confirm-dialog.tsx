/** The dialog of `confirm()`. */
import { useId } from 'preact/hooks'
import { t } from '../i18n/index.ts'
import { Button } from './button.tsx'
import type { Asked } from './confirm.tsx'
import { Dialog } from './dialog.tsx'

export function ConfirmDialog({ asked }: { asked: Asked }) {
  const cancel = useId()
  return (
    // The harmless button has the focus.
    <Dialog role="alertdialog" focus={cancel} onClose={() => asked.answer(false)}>
      {(api) => (
        <div class="confirm">
          <h2 {...api.getTitleProps()}>{asked.title}</h2>
          <p {...api.getDescriptionProps()}>{asked.about}</p>
          <div class="confirm-actions">
            <Button id={cancel} onClick={() => asked.answer(false)}>
              {t('action.cancel')}
            </Button>
            <Button kind="danger" onClick={() => asked.answer(true)}>
              {asked.action}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  )
}
