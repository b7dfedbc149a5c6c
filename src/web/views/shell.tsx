/** The frame: the sidebar beside the page, or over it as a drawer; above a narrow page a bar with the way to it. */
import { useSignalEffect } from '@preact/signals'
import { Menu, PanelLeft, SquarePen } from 'lucide'
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { useApp } from '../context.ts'
import { t } from '../i18n/index.ts'
import { arrivals } from '../route.ts'
import { IconButton } from '../ui/button.tsx'
import { focusComposer, startNew } from './commands.ts'
import { Connection } from './connection.tsx'
import { MapButton } from './map-button.tsx'
import { Sidebar } from './sidebar.tsx'

export function Shell({ children }: { children: ComponentChildren }) {
  const { layout } = useApp()
  const root = useRef<HTMLDivElement>(null)
  const wide = layout.wide.value
  const drawer = layout.drawer.value
  const hidden = wide ? layout.collapsed.value : !drawer

  // Whoever goes somewhere wants to see it.
  useSignalEffect(() => {
    arrivals.value
    layout.setDrawer(false)
  })
  useEffect(() => {
    if (wide) return
    const panel = root.current?.querySelector<HTMLElement>('.sidebar')
    const scrim = root.current?.querySelector<HTMLElement>('.scrim')
    if (!panel || !scrim) return
    const isOpen = () => layout.drawer.peek()
    let end = () => {}
    let over = false
    // Only pages under a finger need it.
    void import('../ui/drawer-swipe.ts').then(({ followSwipes }) => {
      if (!over) end = followSwipes({ panel, scrim, isOpen, setOpen: layout.setDrawer })
    })
    return () => {
      over = true
      end()
    }
  }, [wide])
  useDrawerFocus(drawer)

  return (
    <div ref={root} class="shell" data-sidebar={hidden ? 'hidden' : 'shown'}>
      <button type="button" class="skip" onClick={skip}>
        {t('library.skip')}
      </button>
      <Sidebar hidden={hidden} />
      <div class="scrim" onClick={() => layout.setDrawer(false)} aria-hidden="true" />
      <div class="page" inert={drawer}>
        {(!wide || hidden) && <Bar />}
        <Connection />
        <main class="main" id="main" tabIndex={-1}>
          {children}
        </main>
      </div>
    </div>
  )
}

function Bar() {
  const { layout, library, openId, conversation, keys } = useApp()
  const wide = layout.wide.value
  const id = openId.value
  const title = id ? library.rows.value.get(id)?.title.value : null
  const newChat = (
    <IconButton icon={SquarePen} label={t('library.new')} shortcut={keys.of('chat.new')} onClick={startNew} />
  )
  return (
    <header class="bar">
      <IconButton
        icon={wide ? PanelLeft : Menu}
        class="mirrored bar-sidebar"
        label={t('library.expand')}
        shortcut={keys.of('sidebar.toggle')}
        aria-expanded={false}
        aria-controls="sidebar"
        onClick={layout.toggle}
      />
      {wide && newChat}
      <p class="bar-title" dir="auto">
        {title}
      </p>
      {id && <MapButton conversation={conversation.value} />}
      {!wide && newChat}
    </header>
  )
}

function skip(): void {
  if (document.querySelector('[data-composer]')) focusComposer()
  else document.getElementById('main')?.focus()
}

/** The keyboard goes into the drawer when it opens and back when it closes; Escape closes it. */
function useDrawerFocus(open: boolean): void {
  const { layout } = useApp()
  useEffect(() => {
    if (!open) return
    document.querySelector<HTMLElement>('.sidebar-head button')?.focus({ preventScroll: true })
    const act = (event: KeyboardEvent) => {
      // A menu or a field that is open in the drawer closes first.
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('.menu'))
        layout.setDrawer(false)
    }
    addEventListener('keydown', act)
    return () => {
      removeEventListener('keydown', act)
      // What had the focus lost it when the page under the drawer became inert.
      document.querySelector<HTMLElement>('.bar-sidebar')?.focus({ preventScroll: true })
    }
  }, [open])
}
