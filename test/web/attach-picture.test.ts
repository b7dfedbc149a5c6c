/** Pictures before they are sent: how large they become, what is in them, and what they are called. */
import { expect, it } from 'vitest'
import { fitted, named, pixelsIn, tells } from '../../src/web/views/attach-picture.ts'

const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)),
  )

const REST = Array.from({ length: 20 }, () => 1)

it('the longer side decides, and no picture becomes larger', () => {
  const limits = { width: 2048, height: 1024 }
  expect(fitted(4096, 1000, limits)).toEqual({ scale: 0.5, width: 2048, height: 500 })
  expect(fitted(1000, 2048, limits)).toEqual({ scale: 0.5, width: 500, height: 1024 })
  expect(fitted(640, 480, limits)).toEqual({ scale: 1, width: 640, height: 480 })
  expect(fitted(60_000, 2, limits)).toMatchObject({ width: 2048, height: 1 })
  expect(fitted(4096, 4096, { ...limits, off: true })).toMatchObject({ width: 4096, height: 4096 })
})

it('what a camera or an editor wrote into a picture is found, wherever it stands', () => {
  const start = [0xff, 0xd8]
  const app0 = bytes([0xff, 0xe0, 0, 16], 'JFIF\0', Array(9).fill(0))
  const exif = bytes([0xff, 0xe1, 0, 10], 'Exif\0\0', [0, 0])
  const scan = [0xff, 0xda, 0, 4, 1, 1]
  expect(tells(bytes(start, [...app0], scan, REST))).toBe(false)
  expect(tells(bytes(start, [...app0], [...exif], scan, REST))).toBe(true)
  expect(tells(bytes(start, [...exif], scan, REST))).toBe(true)
  expect(tells(bytes(start, [...app0], [0xff, 0xfe, 0, 4, 65, 66], scan, REST))).toBe(true)
  // What stands in the picture itself is no mark.
  expect(tells(bytes(start, [...app0], scan, [...exif], REST))).toBe(false)
  expect(tells(bytes(start, [0xff, 0xe1]))).toBe(false)

  const chunk = (name: string, length: number) => bytes([0, 0, 0, length], name, Array(length + 4).fill(0))
  const png = (...chunks: Uint8Array[]) =>
    bytes([0x89], 'PNG\r\n\x1a\n', ...chunks.map((one) => [...one]), [...chunk('IEND', 0)])
  expect(tells(png(chunk('IHDR', 13), chunk('IDAT', 9)))).toBe(false)
  expect(tells(png(chunk('IHDR', 13), chunk('IDAT', 9), chunk('eXIf', 3)))).toBe(true)
  // Converters keep EXIF as text, and those who make pictures the words they were made of.
  for (const name of ['iTXt', 'tEXt', 'zTXt'])
    expect(tells(png(chunk('IHDR', 13), chunk(name, 9), chunk('IDAT', 9)))).toBe(true)

  const webp = (flags: number) => bytes('RIFF', [9, 9, 9, 9], 'WEBP', 'VP8X', [10, 0, 0, 0], [flags], REST)
  expect(tells(webp(0b0001_0010))).toBe(false)
  expect(tells(webp(0b0000_1000))).toBe(true)
  expect(tells(bytes('RIFF', [9, 9, 9, 9], 'WEBP', 'VP8 ', [10, 0, 0, 0], [0xff], REST))).toBe(false)
})

it('a picture says how many pixels it has before it is read', () => {
  const of = (text: string) => pixelsIn(Uint8Array.from(Buffer.from(text, 'hex')))
  const pad = '00'.repeat(20)
  expect(of(`89504e470d0a1a0a0000000d4948445200004e2000004e20${pad}`)).toBe(400_000_000)
  expect(of(`474946383961e8036400${pad}`)).toBe(100_000)
  expect(of(`524946460000000057454250565038580a00000000000000ff3f00ff1f00${pad}`)).toBe(16_384 * 8192)
  expect(of(`52494646000000005745425056503820000000000000009d012ae803640000${pad}`)).toBe(100_000)
  expect(of(`5249464600000000574542505650384c000000002fe7c31800${pad}`)).toBe(1000 * 100)
  expect(of(`ffd8ffe00004aabbffc0001108006403e803${pad}`)).toBe(100_000)
  expect(of(`ffd8ffe00004aabbffda0004${pad}`)).toBe(0)
  expect(of(pad)).toBe(0)
})

it('a name ends as its type does', () => {
  expect(named('photo.JPEG', 'image/jpeg')).toBe('photo.JPEG')
  expect(named('photo.heic', 'image/jpeg')).toBe('photo.jpg')
  expect(named('shot.png', 'image/png')).toBe('shot.png')
  expect(named('shot.png', 'image/jpeg')).toBe('shot.jpg')
  expect(named('Screenshot at 10.42', 'image/png')).toBe('Screenshot at 10.42.png')
  expect(named('.png', 'image/webp')).toBe('.png.webp')
})
