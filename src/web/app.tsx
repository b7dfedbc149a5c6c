/** The page of somebody who is signed in. What stands before the door is `door.tsx`. */
import { useSignalEffect } from '@preact/signals'
import { type App, AppContext, useApp } from './context.ts'
import { fromHands } from './hands-later.tsx'
import { t } from './i18n/index.ts'
import { asked, route, settings } from './route.ts'
import { Announcer } from './ui/announce.tsx'
import { later } from './ui/later.tsx'
import { Safe } from './ui/safe.tsx'
import { Shell } from './views/shell.tsx'
import { ThreadView } from './views/thread.tsx'

const MissingPage = fromHands(({ MissingPage }) => MissingPage)
const LibraryDialogs = fromHands(({ LibraryDialogs }) => LibraryDialogs)
const Confirmer = fromHands(({ Confirmer }) => Confirmer)
const Toaster = fromHands(({ Toaster }) => Toaster)
const Docs = later(async () => (await import('./views/docs.tsx')).Docs)
const Palette = later(async () => (await import('./views/palette.tsx')).Palette)
const PromptFill = later(async () => (await import('./views/prompt-fill.tsx')).PromptFill)
const Terms = later(async () => (await import('./views/terms-dialog.tsx')).TermsDialog)
const Prompts = later(async () => (await import('./views/prompts.tsx')).Prompts)
const SearchDialog = later(async () => (await import('./views/search.tsx')).SearchDialog)
const Parameters = later(async () => (await import('./views/parameters.tsx')).Parameters)
const Settings = later(async () => (await import('./views/settings.tsx')).Settings)
const Shortcuts = later(async () => (await import('./views/shortcuts.tsx')).Shortcuts)

export function AppPage({ app }: { app: App }) {
  useTitle(app)
  useSignalEffect(() => {
    if (asked.value !== null) void import('./views/wish.ts').then(({ grantWish }) => grantWish(app))
  })
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
      {app.layout.shortcuts.value && <Shortcuts />}
      {app.layout.palette.value !== null && <Palette />}
      {app.prompts.filling.value && <PromptFill filling={app.prompts.filling.value} />}
      {app.layout.tuning.value && route.value.page === 'chat' && (
        <Parameters conversation={app.conversation.value} />
      )}
      {app.config.interface.acceptance && <Terms />}
      <LibraryDialogs />
      <Confirmer />
      <Toaster />
      <Announcer />
    </AppContext.Provider>
  )
}

function Main() {
  const { config, conversation } = useApp()
  if (route.value.page === 'docs') return <Docs key={route.value.name} name={route.value.name} />
  if (route.value.page === 'prompts' && config.interface.prompts.use) return <Prompts id={route.value.id} />
  if (route.value.page !== 'missing') return <ThreadView conversation={conversation.value} />
  return <MissingPage />
}

/** The tab is named after what is read in it. */
function useTitle({ config, library, openId }: App): void {
  useSignalEffect(() => {
    const id = openId.value
    const here = route.value.page === 'prompts' ? t('prompts.title') : null
    const title = id ? library.rows.value.get(id)?.title.value : here
    document.title = title ? `${title} · ${config.appTitle}` : config.appTitle
  })
}
