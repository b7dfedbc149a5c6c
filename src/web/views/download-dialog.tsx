/** Brings a model to the machine where Ollama runs. It can be closed meanwhile; what has come stays at Ollama. */
import { useSignal } from '@preact/signals'
import { useEffect, useId } from 'preact/hooks'
import { isName, nameIn } from '../../shared/ollama.ts'
import { type App, useApp } from '../context.ts'
import { fileSize, percent } from '../i18n/amounts.ts'
import { t } from '../i18n/index.ts'
import { download, forget, type Stage, stage, stop } from '../models/download.ts'
import { type Wanted, wanted } from '../models/wanted-model.ts'
import { announce } from '../ui/announce.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { toast } from '../ui/toast.tsx'
import { focusFirstError, textOf } from './auth-form.ts'

const CATALOG = 'https://ollama.com/search'

const WAYS = { first: 'download.start', failed: 'download.again', stopped: 'download.resume' } as const

function close(): void {
  wanted.value = null
  forget()
}

/** Whoever asked goes on with it, where they still are in the same chat; elsewhere they are told. */
async function begin(app: App, name: string, { endpoint, pick, after }: Wanted): Promise<void> {
  const conversation = app.conversation.peek()
  announce(t('download.running', { name }))
  await download(name, (model) => {
    close()
    const words = { name: model ?? name }
    if (model === null) return void toast({ text: t('download.noChat', words) })
    // Another name was asked for than the one that was picked.
    const chosen = pick?.model === name ? pick : { endpoint, model }
    const take = () => app.conversation.peek().choose(chosen)
    if (app.conversation.peek() !== conversation)
      return void toast({ text: t('download.ready', words), action: { label: t('download.use'), run: take } })
    if (after && chosen === pick) after()
    else take()
    toast({ text: t('download.done', words) })
  })
  const now = stage.peek()
  if (now?.is !== 'failed') return
  if (wanted.peek() === null)
    toast({
      text: now.words,
      tone: 'danger',
      action: {
        label: t('download.again'),
        run: () => {
          wanted.value = { endpoint, name, ...(pick && { pick }) }
        },
      },
    })
  else announce(now.words, 'assertive')
}

export function DownloadDialog({ wanted }: { wanted: Wanted }) {
  const now = stage.value
  return (
    <Dialog class="key-dialog download" onClose={close}>
      {(api) => (
        <>
          <h2 {...api.getTitleProps()}>{t('download.title')}</h2>
          <p {...api.getDescriptionProps()}>
            {t('download.about')}{' '}
            <a href={CATALOG} target="_blank" rel="noreferrer">
              {t('download.find')}
            </a>
          </p>
          {now?.is === 'running' ? (
            <Running now={now} />
          ) : (
            <Ask key={wanted.name} wanted={wanted} last={now} />
          )}
        </>
      )}
    </Dialog>
  )
}

function Ask({ wanted, last }: { wanted: Wanted; last: Exclude<Stage, { is: 'running' }> | null }) {
  const app = useApp()
  const error = useSignal<string | undefined>(undefined)

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement // the handler of a form
    const name = nameIn(textOf(form, 'model'))
    error.value = name === '' ? t('field.required') : isName(name) ? undefined : t('download.name.wrong')
    if (focusFirstError(form, { model: error.peek() })) return
    void begin(app, name, wanted)
  }

  return (
    <form class="key-form" onSubmit={submit} noValidate>
      <Field
        label={t('download.name')}
        name="model"
        autocomplete="off"
        exact
        autofocus
        value={last?.name ?? wanted.name}
        hint={t('download.name.hint')}
        error={error.value}
      />
      {last?.is === 'stopped' && <p role="status">{t('download.stopped')}</p>}
      {last?.is === 'failed' && (
        <p class="auth-error" role="alert">
          {last.words}
          {last.said && <span dir="auto"> {last.said}</span>}
        </p>
      )}
      <div class="key-form-ways">
        <Button kind="quiet" onClick={close}>
          {t('action.cancel')}
        </Button>
        <Button kind="primary" type="submit">
          {t(WAYS[last?.is ?? 'first'])}
        </Button>
      </div>
    </form>
  )
}

function Running({ now }: { now: Extract<Stage, { is: 'running' }> }) {
  const id = useId()
  const { name, step, done, total } = now
  // While it asks, checks and tidies up, nobody knows how long.
  useEffect(() => {
    // The form that had the focus is gone.
    document.querySelector<HTMLElement>('.download .key-form-ways button:last-child')?.focus()
  }, [])
  const share = step === 'load' && total > 0 ? done / total : null
  return (
    <div class="key-form">
      <div class="download-state">
        <strong id={id}>
          <bdi>{name}</bdi>
        </strong>
        <span>{share === null ? '' : percent(share)}</span>
        <div
          class="download-bar"
          role="progressbar"
          aria-labelledby={id}
          aria-valuemin={0}
          aria-valuemax={100}
          {...(share !== null && { 'aria-valuenow': Math.floor(share * 100) })}
        >
          <span style={share === null ? undefined : `--share: ${share}`} data-busy={share === null} />
        </div>
        <small>{t(`download.step.${step}`)}</small>
        <small>{total > 0 && t('download.size', { done: fileSize(done), total: fileSize(total) })}</small>
      </div>
      <p class="download-note">{t('download.stay')}</p>
      <div class="key-form-ways">
        <Button kind="quiet" onClick={stop}>
          {t('download.stop')}
        </Button>
        <Button onClick={close}>{t('download.hide')}</Button>
      </div>
    </div>
  )
}
