/** What is in a file of text. Only the lines in sight are on the page, so that a long file opens as fast as a short one. */
import { useSignal } from '@preact/signals'
import { Copy, X } from 'lucide'
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import type { FilePart } from '../../shared/parts.ts'
import { toClipboard } from '../clipboard.ts'
import { fileSize } from '../i18n/amounts.ts'
import { t } from '../i18n/index.ts'
import { heldText } from '../models/file-texts.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { toast } from '../ui/toast.tsx'
import { DownloadLink } from './download-link.tsx'

/** `address`: where its text is, if it is not here. */
type Props = { address: string; file: FilePart; onClose: () => void }

/** UTF-16 units of one line on the page: browsers slow down at lines of a million letters. */
const LINE = 1000
/** Lines drawn above and below what is in sight. */
const AROUND = 30

export function FileViewer({ address, file, onClose }: Props) {
  const text = useSignal<string | null>(heldText(file.id) ?? null)
  const failed = useSignal(false)
  const fetchText = async () => {
    failed.value = false
    try {
      const answer = await fetch(address)
      if (!answer.ok) throw new Error(`${answer.status}`)
      text.value = await answer.text()
    } catch {
      failed.value = true
    }
  }
  useEffect(() => {
    if (text.peek() === null) void fetchText()
  }, [])
  const copy = async () => {
    if (await toClipboard(text.peek() ?? '')) toast({ text: t('files.copied') })
    else toast({ text: t('message.copyFailed'), tone: 'danger' })
  }
  return (
    <Dialog onClose={onClose} class="file-viewer">
      {(api) => (
        <>
          <header>
            <h2 {...api.getTitleProps()}>
              <bdi>{file.name}</bdi> <small>{fileSize(file.size)}</small>
            </h2>
            <IconButton
              icon={Copy}
              size={16}
              label={t('files.copy')}
              aria-disabled={text.value === null}
              onClick={() => text.peek() !== null && void copy()}
            />
            {heldText(file.id) === undefined && <DownloadLink href={address} name={file.name} />}
            <IconButton icon={X} size={16} label={t('files.close')} onClick={onClose} />
          </header>
          {failed.value ? (
            <p class="file-failed" role="alert">
              {t('files.failed')}
              <Button size="small" onClick={() => void fetchText()}>
                {t('files.retry')}
              </Button>
            </p>
          ) : text.value === null ? (
            <Skeleton lines={12} class="file-loading" />
          ) : (
            <Lines text={text.value} name={file.name} />
          )}
        </>
      )}
    </Dialog>
  )
}

function Lines({ text, name }: { text: string; name: string }) {
  const lines = useMemo(() => linesOf(text), [text])
  const box = useRef<HTMLElement>(null)
  const height = useSignal(20)
  const top = useSignal(0)
  const seen = useSignal(60)
  useLayoutEffect(() => {
    const element = box.current!
    height.value = Number.parseFloat(getComputedStyle(element).lineHeight) || height.peek()
    const measure = () => {
      seen.value = Math.ceil(element.clientHeight / height.peek())
    }
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const first = Math.max(0, Math.floor(top.value / height.value) - AROUND)
  const shown = lines.slice(first, first + seen.value + 2 * AROUND)
  return (
    <section
      ref={box}
      class="file-lines"
      dir="ltr"
      aria-label={t('files.text', { name })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
      tabIndex={0}
      onScroll={(event) => {
        // In steps, so that scrolling within what is drawn draws nothing.
        const step = height.peek() * (AROUND / 2)
        top.value = Math.floor(event.currentTarget.scrollTop / step) * step
      }}
    >
      <div
        style={{
          blockSize: `${lines.length * height.value}px`,
          paddingBlockStart: `${first * height.value}px`,
        }}
      >
        <pre>{shown.join('\n')}</pre>
      </div>
    </section>
  )
}

function linesOf(text: string): string[] {
  const lines: string[] = []
  for (const line of text.split(/\r\n?|\n/)) {
    if (line.length <= LINE) lines.push(line)
    else for (let at = 0; at < line.length; at += LINE) lines.push(line.slice(at, at + LINE))
  }
  return lines
}
