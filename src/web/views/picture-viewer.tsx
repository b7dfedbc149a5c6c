/**
 * Pictures as large as the window, or as large as they are. The arrows lead to the others of the same message. Loaded
 * when somebody comes near a picture.
 */
import { useSignal } from '@preact/signals'
import { ChevronLeft, ChevronRight, ImageOff, X, ZoomIn, ZoomOut } from 'lucide'
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks'
import type { FilePart } from '../../shared/parts.ts'
import { fileSize } from '../i18n/amounts.ts'
import { direction, t } from '../i18n/index.ts'
import { announce } from '../ui/announce.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { DownloadLink } from './download-link.tsx'
import { pixelsOf, useSource } from './pictures.tsx'

type Props = {
  pictures: readonly FilePart[]
  first: number
  addressOf: (file: FilePart) => string
  onClose: () => void
}

/** A finger that has gone so far sideways wants the next one. */
const SWIPE_PX = 56

export function PictureViewer({ pictures, first, addressOf, onClose }: Props) {
  const id = useId()
  const at = useSignal(first)
  /** All of it is seen; else it is as large as it is. */
  const fits = useSignal(true)
  /** There is more in it than fits. */
  const larger = useSignal(false)
  const stage = useRef<HTMLDivElement>(null)
  /** The place in the picture that was pressed, as shares of its sides. */
  const wanted = useRef({ x: 0.5, y: 0.5 })
  const touched = useRef<number | null>(null)
  const file = pictures[at.value]!
  const count = pictures.length
  const { url, failed, tries, onError, retry } = useSource(file, addressOf(file))

  const go = (to: number) => {
    if (to < 0 || to >= count || to === at.peek()) return
    at.value = to
    fits.value = true
    larger.value = false
    announce(t('files.picture.of', { name: pictures[to]!.name, at: to + 1, count }))
  }
  const zoom = (on: boolean, x = 0.5, y = 0.5) => {
    if (on && !larger.peek()) return
    wanted.current = { x, y }
    fits.value = !on
  }
  const measure = () => {
    const picture = stage.current?.querySelector('img')
    if (picture && fits.peek()) larger.value = picture.naturalWidth > picture.clientWidth + 1
  }
  useEffect(() => {
    addEventListener('resize', measure)
    return () => removeEventListener('resize', measure)
  }, [])
  useLayoutEffect(() => {
    const box = stage.current
    if (!box || fits.value) return
    const { x, y } = wanted.current
    box.scrollTo({
      left: box.scrollWidth * x - box.clientWidth / 2,
      top: box.scrollHeight * y - box.clientHeight / 2,
      behavior: 'instant',
    })
  }, [fits.value])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const forward = (event.key === 'ArrowRight') === (direction.peek() === 'ltr') ? 1 : -1
    if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      // What is larger than the window is moved by the arrows.
      if (!fits.peek()) return
      go(at.peek() + forward)
    } else if (event.key === 'Home') go(0)
    else if (event.key === 'End') go(count - 1)
    else if (event.key === '+' || event.key === '-') zoom(event.key === '+')
    else return
    event.preventDefault()
  }
  const onTouchEnd = (event: TouchEvent) => {
    const far = touched.current === null ? 0 : event.changedTouches[0]!.clientX - touched.current
    touched.current = null
    if (Math.abs(far) < SWIPE_PX || !fits.peek() || (visualViewport?.scale ?? 1) > 1.01) return
    go(at.peek() + (far < 0 === (direction.peek() === 'ltr') ? 1 : -1))
  }

  return (
    <Dialog onClose={onClose} class="picture-viewer" focus={id}>
      {(api) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: keys of the dialog, wherever in it the focus is
        <div class="picture-frame" onKeyDown={onKeyDown}>
          <header>
            <h2 {...api.getTitleProps()}>
              <bdi>{file.name}</bdi>
              <small>{[pixelsOf(file), fileSize(file.size)].filter(Boolean).join(' · ')}</small>
            </h2>
            {count > 1 && <small>{t('files.picture.count', { at: at.value + 1, count })}</small>}
            <IconButton
              icon={fits.value ? ZoomIn : ZoomOut}
              size={16}
              label={fits.value ? t('files.picture.actual') : t('files.picture.fit')}
              aria-disabled={!larger.value}
              onClick={() => zoom(fits.peek())}
            />
            <DownloadLink href={url.value ?? addressOf(file)} name={file.name} />
            <IconButton icon={X} size={16} label={t('files.close')} onClick={onClose} />
          </header>
          {failed.value ? (
            <p id={id} class="file-failed" role="alert" tabIndex={-1}>
              <Icon of={ImageOff} size={24} />
              {t('files.picture.failed')}
              <Button size="small" onClick={retry}>
                {t('files.retry')}
              </Button>
            </p>
          ) : (
            <div
              ref={stage}
              class="picture-stage"
              dir="ltr"
              data-fits={fits}
              onTouchStart={(event) => {
                touched.current = event.touches.length === 1 ? event.touches[0]!.clientX : null
              }}
              onTouchEnd={onTouchEnd}
            >
              <button
                id={id}
                type="button"
                data-larger={larger}
                onClick={(event) => {
                  const { left, top, width, height } = event.currentTarget.getBoundingClientRect()
                  // A key presses no place.
                  if (event.detail === 0) zoom(fits.peek())
                  else zoom(fits.peek(), (event.clientX - left) / width, (event.clientY - top) / height)
                }}
              >
                {url.value && (
                  <img
                    key={`${file.id} ${tries.value}`}
                    src={url.value}
                    alt={file.name}
                    width={file.width}
                    height={file.height}
                    onLoad={measure}
                    onError={onError}
                  />
                )}
              </button>
            </div>
          )}
          {count > 1 && (
            <>
              <IconButton
                kind="outline"
                class="picture-step"
                data-to="back"
                icon={ChevronLeft}
                label={t('files.picture.back')}
                aria-disabled={at.value === 0}
                onClick={() => go(at.peek() - 1)}
              />
              <IconButton
                kind="outline"
                class="picture-step"
                data-to="next"
                icon={ChevronRight}
                label={t('files.picture.next')}
                aria-disabled={at.value === count - 1}
                onClick={() => go(at.peek() + 1)}
              />
            </>
          )}
        </div>
      )}
    </Dialog>
  )
}
