/** The shortcuts, as a dialog over whatever is being read. Loaded on demand. */
import { X } from 'lucide'
import { useId } from 'preact/hooks'
import { useApp } from '../context.ts'
import { t } from '../i18n/index.ts'
import { IconButton } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ShortcutList } from './shortcut-list.tsx'

export function Shortcuts() {
  const { layout } = useApp()
  const find = useId()
  const close = () => {
    layout.shortcuts.value = false
  }
  return (
    <Dialog class="shortcuts" focus={find} onClose={close}>
      {(dialog) => (
        <>
          <header class="settings-head">
            <h2 {...dialog.getTitleProps()}>{t('keys.title')}</h2>
            <IconButton icon={X} label={t('action.close')} onClick={close} />
          </header>
          <ShortcutList find={find} />
        </>
      )}
    </Dialog>
  )
}
