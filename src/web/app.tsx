/** The page of somebody who is signed in. What stands before the door is `door.tsx`. */
import { useSignalEffect } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { type App, AppContext, useApp } from './context.ts'
import { t } from './i18n/index.ts'
import { openSettings, route, settings } from './route.ts'
import { Announcer } from './ui/announce.tsx'
import { Button } from './ui/button.tsx'
import { Confirmer } from './ui/confirm.tsx'
import { later } from './ui/later.tsx'
import { Problem } from './ui/problem.tsx'
import { Safe } from './ui/safe.tsx'
import { isShortcut } from './ui/shortcut.ts'
import { Toaster } from './ui/toast.tsx'
import { focusComposer, startNew } from './views/commands.ts'
import { LibraryDialogs } from './views/library-dialogs.tsx'
import { Shell } from './views/shell.tsx'
import { ThreadView } from './views/thread.tsx'

const Docs = later(async () => (await import('./views/docs.tsx')).Docs)
const SearchDialog = later(async () => (await import('./views/search.tsx')).SearchDialog)
const Settings = later(async () => (await import('./views/settings.tsx')).Settings)

export function AppPage({ app }: { app: App }) {
  useKeys(app)
  useTitle(app)
  return (
    <AppContext.Provider value={app}>
      <Safe>
        <Shell>
          <Safe>
            <Main />
          </Safe>
        </Shell>
      </Safe>
      {settings.value !== null && <Settings />}
      {app.layout.searching.value && <SearchDialog onClose={() => app.layout.setSearching(false)} />}
      <LibraryDialogs />
      <Confirmer />
      <Toaster />
      <Announcer />
    </AppContext.Provider>
  )
}

function Main() {
  const { conversation } = useApp()
  if (route.value.page === 'docs') return <Docs key={route.value.name} name={route.value.name} />
  if (route.value.page !== 'missing') return <ThreadView conversation={conversation.value} />
  return (
    <Problem title={t('missing.page')} about={t('missing.page.about')}>
      <Button kind="primary" onClick={startNew}>
        {t('library.new')}
      </Button>
    </Problem>
  )
}

/** The keys that work everywhere. Their list for people is `SHORTCUTS`. */
function useKeys({ layout }: App): void {
  useEffect(() => {
    const act = (event: KeyboardEvent) => {
      const run = [
        ['mod+shift+o', startNew],
        ['mod+shift+f', () => layout.setSearching(true)],
        ['mod+shift+s', layout.toggle],
        ['shift+escape', focusComposer],
        ['mod+shift+,', () => openSettings()],
      ] as const
      const [, command] = run.find(([keys]) => isShortcut(event, keys)) ?? []
      if (!command) return
      event.preventDefault()
      command()
    }
    addEventListener('keydown', act)
    return () => removeEventListener('keydown', act)
  }, [])
}

/** The tab is named after what is read in it. */
function useTitle({ config, library, openId }: App): void {
  useSignalEffect(() => {
    const id = openId.value
    const title = id ? library.rows.value.get(id)?.title.value : null
    document.title = title ? `${title} · ${config.appTitle}` : config.appTitle
  })
}
