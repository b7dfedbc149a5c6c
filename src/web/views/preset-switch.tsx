/** Asks what becomes of a conversation that has begun when another preset is chosen in it. */
import { GitFork, MessageSquare } from 'lucide'
import { useRef } from 'preact/hooks'
import type { Preset } from '../../shared/presets.ts'
import { useApp } from '../context.ts'
import { t } from '../i18n/index.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { closeDialog } from './library-dialogs.tsx'
import { goOnHere, goOnInCopy } from './preset-actions.ts'

export function PresetSwitch({ preset }: { preset: Preset }) {
  const app = useApp()
  const always = useRef<HTMLInputElement>(null)
  const choose = (how: 'here' | 'fork') => {
    if (always.current?.checked) app.preferences.set({ presetSwitch: how })
    closeDialog()
    if (how === 'here') goOnHere(app, preset)
    else void goOnInCopy(app, preset)
  }
  return (
    <Dialog onClose={closeDialog}>
      {(api) => (
        <div class="ways-body">
          <h2 {...api.getTitleProps()} dir="auto">
            {t('presets.switch.title', { name: preset.name })}
          </h2>
          <p {...api.getDescriptionProps()}>{t('presets.switch.about')}</p>
          <div class="ways">
            <button type="button" onClick={() => choose('here')}>
              <Icon of={MessageSquare} />
              <span>{t('presets.switch.here')}</span>
              <small>{t('presets.switch.here.about')}</small>
            </button>
            <button type="button" onClick={() => choose('fork')}>
              <Icon of={GitFork} />
              <span>{t('presets.switch.fork')}</span>
              <small>{t('presets.switch.fork.about')}</small>
            </button>
          </div>
          <label class="check">
            <input ref={always} type="checkbox" />
            {t('presets.switch.always')}
          </label>
          <div class="confirm-actions">
            <Button onClick={closeDialog}>{t('action.cancel')}</Button>
          </div>
        </div>
      )}
    </Dialog>
  )
}
