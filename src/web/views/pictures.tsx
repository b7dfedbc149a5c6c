/** Pictures of a message, and small ones in the composer. What they open is loaded when somebody comes near. */
import { type ReadonlySignal, useSignal } from '@preact/signals'
import { Image, ImageOff } from 'lucide'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { FilePart } from '../../shared/parts.ts'
import { t } from '../i18n/index.ts'
import { leaveSource, takeSource } from '../models/file-sources.ts'
import { recallTexts } from '../models/file-texts.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { later } from '../ui/later.tsx'
import { near } from '../ui/near.ts'

const load = () => import('./picture-viewer.tsx')
export const nearViewer = near(load)
const PictureViewer = later(async () => (await load()).PictureViewer)

export type Source = {
  /** Null before it is looked for. */
  url: ReadonlySignal<string | null>
  failed: ReadonlySignal<boolean>
  /** How often it was tried: a new picture each time. */
  tries: ReadonlySignal<number>
  onError: () => void
  retry: () => void
}

/** Where the page finds a file: here, while the server may not have it yet, else at `address`. */
export function useSource(file: FilePart, address: string): Source {
  const url = useSignal<string | null>(null)
  const failed = useSignal(false)
  const tries = useSignal(0)
  const taken = useRef(false)
  const take = () => {
    const here = taken.current ? null : takeSource(file)
    taken.current ||= here !== null
    return here
  }
  const retry = () => {
    tries.value++
    failed.value = false
    url.value = take() ?? url.peek()
  }
  useLayoutEffect(() => {
    failed.value = false
    url.value = take() ?? address
    const again = () => failed.peek() && retry()
    addEventListener('online', again)
    return () => {
      removeEventListener('online', again)
      if (taken.current) leaveSource(file.id)
      taken.current = false
    }
  }, [file.id])
  const onError = async () => {
    // Sent by an earlier page, and still on its way from here.
    if (!taken.current) await recallTexts([file.id])
    const here = take()
    if (here) url.value = here
    else failed.value = true
  }
  return { url, failed, tries, onError: () => void onError(), retry }
}

/** In the place of the sign that other files have. */
export function Thumb({ file, address }: { file: FilePart; address: string }) {
  const { url, failed, tries, onError } = useSource(file, address)
  return (
    <span class="file-thumb">
      {failed.value || !url.value ? (
        <Icon of={Image} size={16} />
      ) : (
        <img key={tries.value} src={url.value} alt="" draggable={false} decoding="async" onError={onError} />
      )}
    </span>
  )
}

type Props = { pictures: readonly FilePart[]; addressOf: (file: FilePart) => string }

/** `open` shows one of the pictures large; `viewer` is to be drawn beside them. */
export function useViewer({ pictures, addressOf }: Props) {
  const at = useSignal<number | null>(null)
  const open = (file: FilePart) => {
    at.value = pictures.indexOf(file)
  }
  const close = () => {
    at.value = null
  }
  const viewer = at.value !== null && pictures[at.value] && (
    <PictureViewer {...{ pictures, addressOf }} first={at.value} onClose={close} />
  )
  return { open, viewer }
}

/** Above the words of a message: one as large as it is bearable, several as even squares. */
export function Pictures({ pictures, addressOf }: Props) {
  const { open, viewer } = useViewer({ pictures, addressOf })
  return (
    <>
      <ul class="pictures" aria-label={t('files.pictures')}>
        {pictures.map((file) => (
          <li key={file.id} class="picture" style={boxOf(file)}>
            <Picture file={file} address={addressOf(file)} onOpen={() => open(file)} />
          </li>
        ))}
      </ul>
      {viewer}
    </>
  )
}

/** "1600 × 1200", where they are known: width first, whichever way is read. */
export const pixelsOf = ({ width, height }: FilePart) => width && height && `\u2066${width} × ${height}\u2069`

/** Its place is there before it is, so that nothing moves. One of unknown size is a photo. */
export const boxOf = ({ width = 400, height = 300 }: FilePart) => ({ '--w': width, '--h': height })

function Picture({ file, address, onOpen }: { file: FilePart; address: string; onOpen: () => void }) {
  const { url, failed, tries, onError, retry } = useSource(file, address)
  const { name, width, height } = file
  if (failed.value)
    return (
      <div class="picture-failed">
        <Icon of={ImageOff} size={20} />
        <bdi data-tip={name}>{name}</bdi>
        <Button size="small" aria-label={t('files.picture.retry', { name })} onClick={retry}>
          {t('files.retry')}
        </Button>
      </div>
    )
  return (
    <button type="button" aria-haspopup="dialog" {...nearViewer} onClick={onOpen}>
      {url.value && (
        <img
          key={tries.value}
          src={url.value}
          alt={name}
          width={width}
          height={height}
          loading="lazy"
          decoding="async"
          draggable={false}
          onError={onError}
        />
      )}
    </button>
  )
}
