/**
 * Makes pictures fit to be sent: no larger than models look at, small enough to travel, in a type that all of them know,
 * and without what cameras write into them, such as the place.
 */
import { type FileLimits, RESIZE } from '../../shared/file-limits.ts'
import { MAX_MEDIA_BYTES } from '../../shared/media.ts'

export type Ready = { blob: Blob; width: number; height: number }

/** Types that go as they are. What moves would stand still once it was drawn. */
const PLAIN = ['image/png', 'image/jpeg', 'image/webp', 'image/gif']

/** Of a JPEG that is still too large, compared with what was wished. */
const STEPS = [1, 0.85, 0.7]
const SMALLER = 0.75
/** No picture of so few pixels is too large. */
const SMALLEST = 256

/** Pixels of a side of the largest square that is read: a few bytes can be more than the memory of a phone. */
const MOST_SIDE = 15_000

/** Bytes at the beginning of a picture in which its pixels are looked for. */
const HEAD = 262_144

/** What is too large about a picture: bytes, or the side of a square. */
export type TooLarge = { most: number } | { side: number }

/** A picture that the browser can read, as it is sent; what is too large about it, or null where it is none. */
export async function readied(
  file: Blob,
  mime: string | undefined,
  { resize = RESIZE, size = Number.POSITIVE_INFINITY }: FileLimits,
): Promise<Ready | TooLarge | null> {
  const most = Math.min(MAX_MEDIA_BYTES, size)
  const pixels = pixelsIn(new Uint8Array(await file.slice(0, HEAD).arrayBuffer()))
  if (pixels > MOST_SIDE ** 2) return { side: MOST_SIDE }
  // Decoded elsewhere than where the page is drawn, and turned the way it was held.
  const bitmap = await createImageBitmap(mime ? file.slice(0, file.size, mime) : file).catch(() => null)
  if (!bitmap) return null
  try {
    const { width, height } = bitmap
    const { scale } = fitted(width, height, resize)
    const plain = mime !== undefined && PLAIN.includes(mime) && file.size <= most
    if (mime === 'image/gif')
      return plain ? { blob: file.slice(0, file.size, mime), width, height } : { most }
    if (plain && scale === 1 && !tells(new Uint8Array(await file.arrayBuffer())))
      return { blob: file.slice(0, file.size, mime), width, height }
    return (await encoded(bitmap, mime, resize.quality, scale, most, resize.off === true)) ?? { most }
  } finally {
    bitmap.close()
  }
}

/** The size of a picture within these limits. */
export function fitted(width: number, height: number, limits: { off?: true; width: number; height: number }) {
  const scale = limits.off ? 1 : Math.min(1, limits.width / width, limits.height / height)
  return { scale, ...scaled(width, height, scale) }
}

const scaled = (width: number, height: number, scale: number) => ({
  width: Math.max(1, Math.round(width * scale)),
  height: Math.max(1, Math.round(height * scale)),
})

/** How many pixels a picture says it has; 0 where that is not known. */
export function pixelsIn(bytes: Uint8Array): number {
  if (bytes.length < 30) return 0
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const name = String.fromCharCode(...bytes.subarray(12, 16))
  const low = (at: number) => view.getUint16(at, true)
  if (bytes[0] === 0x89) return view.getUint32(16) * view.getUint32(20)
  if (bytes[0] === 0x47) return low(6) * low(8)
  if (name === 'VP8X') return (1 + low(24) + (bytes[26]! << 16)) * (1 + low(27) + (bytes[29]! << 16))
  // The other kinds of WebP end at 16,384 pixels a side.
  if (name === 'VP8 ') return (low(26) & 0x3fff) * (low(28) & 0x3fff)
  if (name === 'VP8L') return ((low(21) & 0x3fff) + 1) * (((view.getUint32(21, true) >> 14) & 0x3fff) + 1)
  if (bytes[0] !== 0xff) return 0
  for (let at = 2; at < bytes.length - 9 && bytes[at] === 0xff; ) {
    const mark = bytes[at + 1]!
    const begins = mark >= 0xc0 && mark <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(mark)
    if (begins) return view.getUint16(at + 5) * view.getUint16(at + 7)
    at += mark === 0xff ? 1 : 2 + view.getUint16(at + 2)
  }
  return 0
}

/** Whether a picture has more in it than can be seen: what cameras and editors note, places among it. */
export function tells(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const name = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4))
  const end = bytes.length - 12
  if (bytes[0] === 0xff) {
    for (let at = 2; at < end && bytes[at] === 0xff && bytes[at + 1] !== 0xda; ) {
      // EXIF and XMP, what news agencies write, and remarks.
      if ([0xe1, 0xed, 0xfe].includes(bytes[at + 1]!)) return true
      at += bytes[at + 1] === 0xff ? 1 : 2 + view.getUint16(at + 2)
    }
    return false
  }
  if (bytes[0] === 0x89) {
    for (let at = 8; at < end; at += 12 + view.getUint32(at))
      if (['eXIf', 'iTXt', 'tEXt', 'zTXt'].includes(name(at + 4))) return true
    return false
  }
  // WebP says at its beginning whether there are EXIF or XMP in it.
  return name(12) === 'VP8X' && ((bytes[20] ?? 0) & 0b1100) !== 0
}

export const endingOf = (mime: string) => (mime === 'image/jpeg' ? 'jpg' : mime.slice(mime.indexOf('/') + 1))

/** The ending that belongs to a type stands at the end of the name. */
export function named(name: string, mime: string): string {
  const wanted = endingOf(mime)
  const [, base = name, ending = ''] = /^(.+)\.(\w{1,5})$/.exec(name) ?? []
  if (ending.toLowerCase().replace('jpeg', 'jpg') === wanted) return name
  // Only the ending of a picture gives way: "Screenshot at 10.42" has none.
  return `${/^(?:png|jpe?g|gif|webp|hei[cf]|avif|bmp|tiff?|ico|jfif)$/i.test(ending) ? base : name}.${wanted}`
}

/** The best that fits. Pictures with letters stay sharp as PNG; photos are JPEG, and what one can look through WebP. */
async function encoded(
  bitmap: ImageBitmap,
  mime: string | undefined,
  quality: number,
  first: number,
  most: number,
  fixed: boolean,
): Promise<Ready | null> {
  const clear = mime !== 'image/jpeg' && seesThrough(bitmap)
  for (let scale = first; ; scale *= SMALLER) {
    const { width, height } = scaled(bitmap.width, bitmap.height, scale)
    const canvas = new OffscreenCanvas(width, height)
    const picture = canvas.getContext('2d')!
    picture.imageSmoothingQuality = 'high'
    picture.drawImage(bitmap, 0, 0, width, height)
    const fits = async (type: string, quality?: number) => {
      const blob = await canvas.convertToBlob({ type, ...(quality !== undefined && { quality }) })
      // A browser that does not know a type makes a PNG of it.
      return blob.size <= most && PLAIN.includes(blob.type) ? { blob, width, height } : null
    }
    const sharp = mime === 'image/png' && scale === first ? await fits('image/png') : null
    if (sharp) return sharp
    for (const step of STEPS) {
      const found = await fits(clear ? 'image/webp' : 'image/jpeg', quality * step)
      if (found) return found
    }
    if (fixed || Math.max(width, height) < SMALLEST) return null
  }
}

/** Whether one can look through any of it. Asked of a small copy, where every pixel of the large one has left a trace. */
function seesThrough(bitmap: ImageBitmap): boolean {
  const side = 128
  const canvas = new OffscreenCanvas(side, side)
  const picture = canvas.getContext('2d', { willReadFrequently: true })!
  picture.imageSmoothingQuality = 'high'
  picture.drawImage(bitmap, 0, 0, side, side)
  const { data } = picture.getImageData(0, 0, side, side)
  for (let at = 3; at < data.length; at += 4) if (data[at]! < 250) return true
  return false
}
