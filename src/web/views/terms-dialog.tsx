/** The operator's terms, which everybody accepts once before they go on. Who does not is signed out. */
import { signal, useSignal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import { signOut } from '../actions/page.ts'
import { api } from '../api.ts'
import { useApp } from '../context.ts'
import { faultText } from '../i18n/fault.ts'
import { t } from '../i18n/index.ts'
import { Markdown } from '../markdown/markdown.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { toast } from '../ui/toast.tsx'

const WRITING = signal(false)
const WHOLE = signal(true)

export function TermsDialog() {
  const app = useApp()
  const { acceptance, termsOfService } = app.config.interface
  const text = useMemo(() => signal(acceptance?.text ?? ''), [acceptance])
  const sending = useSignal(false)
  if (!acceptance) return null
  const accept = async () => {
    sending.value = true
    const done = await api.acceptTerms()
    // What was opened before does not know of it.
    if (done.ok) return location.reload()
    sending.value = false
    toast({ text: faultText(done.fault), tone: 'danger' })
  }
  return (
    <Dialog class="terms-dialog" role="alertdialog" focus="terms-accept" onClose={() => void signOut(app)}>
      {(api) => (
        <>
          <h2 {...api.getTitleProps()} dir="auto">
            {acceptance.title ?? t('legal.terms')}
          </h2>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys must be able to do that */}
          <section class="terms-text" tabIndex={0} aria-label={acceptance.title ?? t('legal.terms')}>
            <Markdown text={text} open={WRITING} whole={WHOLE} />
            {termsOfService && (
              <p>
                <a href={termsOfService.url} target="_blank" rel="noopener noreferrer">
                  {t('legal.terms')}
                </a>
              </p>
            )}
          </section>
          <div class="key-form-ways">
            <Button kind="quiet" onClick={() => void signOut(app)}>
              {t('legal.decline')}
            </Button>
            <Button id="terms-accept" kind="primary" busy={sending.value} onClick={accept}>
              {t('legal.accept')}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  )
}
