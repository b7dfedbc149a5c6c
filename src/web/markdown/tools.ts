/** What the tools on code and tables do. One listener for a whole message: its blocks come and go. */
import { toClipboard } from '../clipboard.ts'
import { t } from '../i18n/index.ts'
import { announce } from '../ui/announce.tsx'
import { codeText } from './dress.ts'
import { tableCsv, tableMarkdown } from './table.ts'

/** How long a tool shows that it worked. */
const DONE_MS = 1500

/** Hears every click in the element that holds the text. */
export function runTool(event: MouseEvent): void {
  const button = (event.target as Element).closest<HTMLButtonElement>('button[data-do]')
  if (!button) return
  const figure = button.closest<HTMLElement>('figure')
  const table = figure?.querySelector('table')
  switch (button.dataset.do) {
    case 'copy-code':
      if (figure) copy(button, codeText(figure))
      break
    case 'copy-markdown':
      if (table) copy(button, tableMarkdown(table))
      break
    case 'copy-csv':
      if (table) copy(button, tableCsv(table))
      break
    case 'wrap':
      button.ariaPressed = figure?.toggleAttribute('data-wrap') ? 'true' : 'false'
      break
    case 'download':
      if (figure) download(codeText(figure), figure.dataset.lang ?? '')
      break
  }
}

async function copy(button: HTMLElement, text: string): Promise<void> {
  if (!(await toClipboard(text))) {
    announce(t('message.copyFailed'), 'assertive')
    return
  }
  button.dataset.done = ''
  announce(t('message.copied'))
  setTimeout(() => delete button.dataset.done, DONE_MS)
}

/** Endings of files by language, where they differ from its name. */
const ENDINGS: Record<string, string> = {
  bash: 'sh',
  shell: 'sh',
  csharp: 'cs',
  javascript: 'js',
  typescript: 'ts',
  kotlin: 'kt',
  markdown: 'md',
  python: 'py',
  ruby: 'rb',
  rust: 'rs',
  haskell: 'hs',
  powershell: 'ps1',
  elixir: 'ex',
  perl: 'pl',
  yaml: 'yml',
  '': 'txt',
} // prettier-ignore

function download(text: string, lang: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `code.${ENDINGS[lang] ?? lang.replace(/\W/g, '')}`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
