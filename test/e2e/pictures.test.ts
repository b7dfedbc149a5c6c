/** Pictures, PDFs and sound: attached, made fit to be sent, shown, and given to models. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findings } from './axe.ts'
import { eventually } from './eventually.ts'
import { holdBack, openHouse, shot, type Visit } from './house.ts'

/** Known to take pictures, and to take text alone. */
const [SEES, BLIND] = ['GPT-4o', 'GPT-3.5 turbo']

const house = openHouse({
  moreEnv: ({ openai }) => ({
    OPENAI_API_KEY: 'test',
    OPENAI_REVERSE_PROXY: openai,
    OPENAI_MODELS: 'gpt-4o,gpt-3.5-turbo',
  }),
})

type Drawn = { name: string; mimeType: string; buffer: Buffer }

/** A picture that a browser made: a sky over a hill, with a number on it. */
async function drawn(
  page: Page,
  name: string,
  { type = 'image/png', width = 800, height = 600, hue = 210, noise = 0, clear = false } = {},
): Promise<Drawn> {
  const base64 = await page.evaluate(
    async ([type, width, height, hue, noise, clear]) => {
      const canvas = new OffscreenCanvas(width, height)
      const pen = canvas.getContext('2d')!
      const sky = pen.createLinearGradient(0, 0, 0, height)
      sky.addColorStop(0, `hsl(${hue} 55% 62%)`)
      sky.addColorStop(1, `hsl(${hue + 40} 60% 88%)`)
      pen.fillStyle = sky
      if (!clear) pen.fillRect(0, 0, width, height)
      pen.fillStyle = `hsl(${hue + 60} 35% 38%)`
      pen.beginPath()
      pen.ellipse(width * 0.35, height * 1.15, width * 0.7, height * 0.5, 0, 0, 7)
      pen.fill()
      pen.fillStyle = `hsl(45 90% 70%)`
      pen.beginPath()
      pen.arc(width * 0.72, height * 0.3, Math.min(width, height) * 0.09, 0, 7)
      pen.fill()
      if (noise > 0) {
        const grain = pen.getImageData(0, 0, width, height)
        let seed = 7
        for (let at = 0; at < grain.data.length; at++) {
          seed = (seed * 1103515245 + 12345) & 0x7fffffff
          if (at % 4 < 3) grain.data[at]! += ((seed >> 16) % noise) - noise / 2
        }
        pen.putImageData(grain, 0, 0)
      }
      const bytes = new Uint8Array(await (await canvas.convertToBlob({ type, quality: 0.95 })).arrayBuffer())
      let text = ''
      for (let at = 0; at < bytes.length; at += 8192)
        text += String.fromCharCode(...bytes.subarray(at, at + 8192))
      return btoa(text)
    },
    [type, width, height, hue, noise, clear] as const,
  )
  return { name, mimeType: type, buffer: Buffer.from(base64, 'base64') }
}

/** A camera held on its side that wrote down where it was. */
function withExif({ buffer, ...rest }: Drawn): Drawn {
  const place = Buffer.from('GPS 52.5163 N 13.3777 E\0')
  const head = Buffer.from('4578696600004d4d002a00000008000101120003000000010006000000000000', 'hex')
  const length = Buffer.alloc(2)
  length.writeUInt16BE(2 + head.length + place.length)
  const app1 = Buffer.concat([Buffer.from([0xff, 0xe1]), length, head, place])
  return { ...rest, buffer: Buffer.concat([buffer.subarray(0, 2), app1, buffer.subarray(2)]) }
}

const choose = (page: Page, files: Drawn[]) => page.locator('.composer input[type=file]').setInputFiles(files)

/** As if it had been copied elsewhere: files have no name of their own there. */
function paste(page: Page, files: Drawn[], words = ''): Promise<void> {
  return page.evaluate(
    ([all, words]) => {
      const data = new DataTransfer()
      if (words) data.setData('text/plain', words)
      for (const { name, type, base64 } of all)
        data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name, { type }))
      const field = document.querySelector('[data-composer]')!
      field.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      )
    },
    [
      files.map(({ name, mimeType, buffer }) => ({
        name,
        type: mimeType,
        base64: buffer.toString('base64'),
      })),
      words,
    ] as const,
  )
}

/** Chips of the next message. */
const chip = ({ page }: Visit, name: RegExp) =>
  page.locator('.composer').getByRole('button', { name }).and(page.locator('.file'))

/** A picture of a message is on the page, and decoded. */
async function isSeen(visit: Visit, name: string): Promise<void> {
  const picture = visit.chat.question.getByRole('img', { name })
  await eventually(() =>
    picture.evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth > 0).catch(() => false),
  ).toBe(true)
}

/** Addresses of pictures that models were given. */
function given(): string[] {
  return house.upstream.requests.flatMap(({ body }) => {
    const { messages = [] } = body as { messages?: { content: unknown }[] }
    return messages.flatMap(({ content }) =>
      Array.isArray(content)
        ? content.flatMap((one) => (one.image_url ? [one.image_url.url as string] : []))
        : [],
    )
  })
}

const THEMES = ['light', 'dark'] as const
async function look(visit: Visit, name: string): Promise<void> {
  for (const colorScheme of THEMES) {
    await visit.page.emulateMedia({ colorScheme })
    await shot(visit.page, `${name}-${colorScheme}`)
    const found = await findings(visit.page, colorScheme === 'light' ? 'all' : 'colour')
    expect(found, `${name}, ${colorScheme}`).toEqual([])
  }
  await visit.page.emulateMedia({ colorScheme: 'light' })
}

test('a pasted picture is sent, seen, given to the model, and still there after a reload', async () => {
  const visit = await house.guest()
  const { page, chat } = visit
  await chat.box.waitFor()
  const picture = await drawn(page, 'image.png')
  await paste(page, [picture], 'a table of a spreadsheet')
  await page.waitForTimeout(300)
  expect(await page.locator('.composer .file').count()).toBe(0)
  await paste(page, [picture])
  await chip(visit, /^Pasted picture.png/).waitFor()
  await paste(page, [await drawn(page, 'image.png', { hue: 20, width: 300, height: 500 })])
  await chip(visit, /^Pasted picture 2.png/).waitFor()
  // Copied files bring their names as text.
  await paste(
    page,
    [{ name: 'notes.md', mimeType: 'text/markdown', buffer: Buffer.from('# Notes\n') }],
    'notes.md',
  )
  await chip(visit, /^notes.md/).waitFor()
  expect(await chat.button(/^Insert/).count()).toBe(1)
  await page.waitForFunction(() => [...document.querySelectorAll('.file-thumb img')].length === 2)
  await chat.box.fill('[[tokens-3]] what is in these?')
  await look(visit, 'pictures-composer')

  const before = given().length
  await chat.button('Send').click()
  await isSeen(visit, 'Pasted picture.png')
  await chat.is('settled')
  expect(given().slice(before)[0]).toBe(`data:image/png;base64,${picture.buffer.toString('base64')}`)
  await look(visit, 'pictures-message')
  await page.reload()
  await isSeen(visit, 'Pasted picture.png')
  await isSeen(visit, 'Pasted picture 2.png')
})

test('a photo is scaled down, stands upright, and says nothing of where it was taken', async () => {
  const visit = await house.guest()
  const { page, chat } = visit
  await chat.box.waitFor()
  const photo = withExif(
    await drawn(page, 'DSC_0042.JPG', { type: 'image/jpeg', width: 4000, height: 3000, noise: 40 }),
  )
  expect(photo.buffer.length).toBeGreaterThan(4_000_000)
  await page.evaluate((base64) => {
    const dataTransfer = new DataTransfer()
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))
    dataTransfer.items.add(new File([bytes], 'DSC_0042.JPG', { type: 'image/jpeg' }))
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
  }, photo.buffer.toString('base64'))
  // Sent before it is ready: it goes along.
  await chat.box.fill('[[tokens-3]] where was this?')
  const before = given().length
  await chat.button('Send').click()
  await isSeen(visit, 'DSC_0042.JPG')
  await chat.is('settled')
  const sent = Buffer.from(given().slice(before)[0]!.split(',')[1]!, 'base64')
  expect(sent.length).toBeLessThan(3_750_000)
  expect(sent.includes('GPS 52.5163')).toBe(false)
  const size = (img: HTMLImageElement) => [img.naturalWidth, img.naturalHeight]
  const picture = chat.question.getByRole('img')
  expect(await picture.evaluate(size)).toEqual([1536, 2048])
  // Its place was kept: it is as wide as its height allows.
  expect(await picture.evaluate((img) => [img.clientWidth, img.clientHeight])).toEqual([240, 320])
  await look(visit, 'pictures-one')

  // Nothing moves when it comes.
  const places = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('article, .bubble, .picture')].map((element) => {
        const { top, left, width, height } = element.getBoundingClientRect()
        return [top, left, width, height].map(Math.round)
      }),
    )
  const open = await holdBack(page, /\/assets\/files-/)
  await page.reload()
  await chat.many(chat.messages, 2)
  await chat.act(chat.answer, 'Copy').waitFor()
  expect(await chat.question.locator('.picture').count()).toBe(1)
  expect(await picture.count()).toBe(0)
  const then = await places()
  open()
  await isSeen(visit, 'DSC_0042.JPG')
  expect(await places()).toEqual(then)
})

test('pictures are looked at with the keyboard: the next one, as large as it is, and back', async () => {
  const visit = await house.guest()
  const { page, chat } = visit
  await chat.box.waitFor()
  await choose(page, [
    await drawn(page, 'wide.png', { width: 2000, height: 900 }),
    await drawn(page, 'tall.png', { width: 500, height: 900, hue: 300 }),
    await drawn(page, 'small.png', { width: 120, height: 80, hue: 90 }),
  ])
  await chip(visit, /^small.png/).waitFor()
  await chat.ask('[[tokens-3]] three of them')
  await isSeen(visit, 'small.png')
  await look(visit, 'pictures-three')
  const opener = chat.question.getByRole('button', { name: 'wide.png' })
  await opener.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  const heading = dialog.getByRole('heading')
  await heading.getByText('wide.png').waitFor()
  await dialog.getByText('1 of 3').waitFor()
  await eventually(() =>
    dialog.getByRole('button', { name: 'Actual size' }).getAttribute('aria-disabled'),
  ).toBe('false')
  await look(visit, 'picture-viewer')
  const width = () => dialog.getByRole('img').evaluate((img) => img.clientWidth)
  expect(await width()).toBeLessThan(1440)
  await page.keyboard.press('+')
  await eventually(width).toBe(2000)
  await look(visit, 'picture-viewer-actual')
  await page.keyboard.press('Enter')
  await eventually(width).toBeLessThan(1440)
  await page.keyboard.press('ArrowRight')
  await heading.getByText('tall.png').waitFor()
  await page.keyboard.press('End')
  await heading.getByText('small.png').waitFor()
  await eventually(width).toBe(120)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('link', { name: 'Download' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('small.png')
  await page.keyboard.press('ArrowLeft')
  await heading.getByText('tall.png').waitFor()
  await page.keyboard.press('Escape')
  await eventually(() => dialog.count()).toBe(0)
  await eventually(() => opener.evaluate((element) => element === document.activeElement)).toBe(true)
})

test('PDF and sound go as they are; what cannot be sent says why', async () => {
  const visit = await house.guest()
  const { page, chat } = visit
  await chat.box.waitFor()
  await chat.choose('plain')
  const pdf = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(2000, 1)])
  const samples = Buffer.alloc(16_000)
  const head = Buffer.from(
    '524946460000000057415645666d74201000000001000100401f0000401f00000100080064617461',
    'hex',
  )
  const sizes = Buffer.alloc(4)
  sizes.writeUInt32LE(samples.length)
  const wav = Buffer.concat([head, sizes, samples])
  wav.writeUInt32LE(wav.length - 8, 4)
  await choose(page, [
    { name: 'paper.pdf', mimeType: 'application/pdf', buffer: pdf },
    { name: 'memo.wav', mimeType: 'audio/wav', buffer: wav },
  ])
  await page
    .locator('.composer')
    .getByRole('link', { name: /^paper.pdf/ })
    .waitFor()
  await chip(visit, /^memo.wav/).waitFor()
  await look(visit, 'files-composer')
  for (const [file, words] of [
    [
      { name: 'IMG_1.HEIC', mimeType: '', buffer: Buffer.from('\0\0\0\x18ftypheic\0\0\0\0heicmif1') },
      /This browser cannot read the picture IMG_1.HEIC/,
    ],
    [
      { name: 'tool.exe', mimeType: '', buffer: Buffer.from([0x4d, 0x5a, 0, 0xff, 0xfe, 0x80]) },
      /tool.exe cannot be sent/,
    ],
    [
      {
        name: 'book.pdf',
        mimeType: 'application/pdf',
        buffer: Buffer.concat([pdf, Buffer.alloc(4_000_000)]),
      },
      /book.pdf is larger than 3.7 MB/,
    ],
  ] as const) {
    await choose(page, [file])
    await page.getByText(words).waitFor()
  }
  expect(await page.locator('.composer .file').count()).toBe(2)
  await shot(page, 'files-refused')
  await chat.ask('[[tokens-3]] read and listen')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    chat.question.getByRole('link', { name: /^paper.pdf/ }).click(),
  ])
  expect(download.suggestedFilename()).toBe('paper.pdf')
  await chat.question.getByRole('button', { name: /^memo.wav/ }).click()
  const sound = page.getByRole('dialog', { name: /memo.wav/ })
  await eventually(() => sound.locator('audio').evaluate((audio: HTMLAudioElement) => audio.duration)).toBe(2)
  await look(visit, 'sound-viewer')
})

test('a model that cannot see says so beside the picture, before it is sent; so do several', async () => {
  const visit = await house.guest()
  const { page, chat } = visit
  await chat.choose(BLIND)
  await choose(page, [await drawn(page, 'view.png')])
  await chip(visit, /^view.png/)
    .getByText('This model cannot see pictures')
    .waitFor()
  await look(visit, 'pictures-blind')
  await chat.button('Model').click()
  await chat.button('Compare several models').click()
  await page.getByRole('option', { name: SEES }).click()
  await page.keyboard.press('Escape')
  await chip(visit, /^view.png/)
    .getByText('Not all of these models can see pictures')
    .waitFor()
  await page.getByRole('button', { name: 'Stop comparing' }).click()
  const before = given().length
  await chat.ask('[[tokens-3]] can you see it?')
  await isSeen(visit, 'view.png')
  expect(given().length).toBe(before)
})

test('a picture waits with its message without a connection, and is read again without one', async () => {
  const visit = await house.guest()
  const { page, chat, context } = visit
  await chat.ask('[[tokens-3]] hello')
  await choose(page, [await drawn(page, 'later.png')])
  await chip(visit, /^later.png/).waitFor()
  await context.setOffline(true)
  await chat.send('[[tokens-3]] on its way')
  await isSeen(visit, 'later.png')
  await context.setOffline(false)
  await chat.many(chat.answers, 2)
  await chat.is('settled')
  await isSeen(visit, 'later.png')
  // Not to be had: its name and a way on stand in its place.
  await page.route('**/files/*', (route) => route.abort())
  await page.reload()
  const again = chat.question.getByRole('button', { name: 'Try again to load later.png' })
  await again.waitFor()
  await look(visit, 'pictures-missing')
  await page.unroute('**/files/*')
  await again.click()
  await isSeen(visit, 'later.png')
})

test('a picture is on its way while the server dies, and while the page is loaded again: it comes once', async () => {
  const visit = await house.guest()
  const { page, chat } = visit
  /** Done when the second piece of a file is about to leave the page. */
  let midway: (() => Promise<unknown>) | null = null
  let done: Promise<unknown> | undefined
  let pieces = 0
  await page.routeWebSocket(/\/convos\//, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((frame) => {
      if (String(frame).startsWith('{"t":"file"') && ++pieces === 2) {
        done = midway?.()
        midway = null
      }
      server.send(frame)
    })
  })
  await page.reload()
  await chat.ask('[[tokens-3]] hello')
  const restart = async () => {
    await house.server.kill9()
    await house.restart()
  }
  for (const [n, [what, act]] of Object.entries({ restart, reload: () => page.reload() }).entries()) {
    pieces = 0
    midway = act
    const name = `${what}.jpg`
    const noisy = { type: 'image/jpeg', width: 1400, height: 1000, noise: 250, hue: 90 * n }
    await choose(page, [await drawn(page, name, noisy)])
    await chip(visit, new RegExp(`^${what}`)).waitFor()
    const before = given().length
    await chat.send(`[[tokens-3]] ${what}`)
    await eventually(() => done !== undefined && midway === null).toBe(true)
    await done
    await chat.many(chat.answers, n + 2)
    await chat.is('settled')
    await isSeen(visit, name)
    expect(await chat.questions.count()).toBe(n + 2)
    // Each message goes to the model once, with the pictures before it.
    expect(given().length - before).toBe(n + 1)
  }
})

test('a picture of a draft comes to another device; editing a message keeps its pictures', async () => {
  const one = await house.guest()
  const two = await house.again(one)
  await one.chat.ask('[[tokens-3]] hello')
  await two.page.goto(one.page.url())
  await two.chat.many(two.chat.messages, 2)
  const picture = await drawn(one.page, 'both.png', { noise: 60 })
  await choose(one.page, [picture])
  await chip(two, /^both.png/).waitFor()
  await two.page.waitForFunction(
    () => (document.querySelector('.file-thumb img') as HTMLImageElement | null)?.naturalWidth === 800,
  )
  const before = given().length
  await two.chat.ask('[[tokens-3]] from here')
  await isSeen(two, 'both.png')
  await isSeen(one, 'both.png')
  const url = `data:image/png;base64,${picture.buffer.toString('base64')}`
  expect(given().slice(before)).toContain(url)
  await two.chat.act(two.chat.question, 'Edit').click()
  await two.page.getByRole('textbox', { name: 'New wording' }).fill('[[tokens-3]] once more')
  const then = given().length
  await two.page.keyboard.press('ControlOrMeta+Enter')
  await two.chat.question.getByText('2 / 2').waitFor()
  await isSeen(two, 'both.png')
  await two.chat.is('settled')
  expect(given().slice(then)).toContain(url)
})

test('a picture that waits in the queue comes back to the field', async () => {
  const visit = await house.guest()
  const { page, chat } = visit
  await chat.send('[[paced-20 tokens-600]] a long answer')
  await chat.reached(3)
  await choose(page, [await drawn(page, 'waits.png')])
  await chip(visit, /^waits.png/).waitFor()
  await chat.send('[[tokens-3]] next')
  await page.getByRole('region', { name: 'Waiting messages' }).getByText('next').waitFor()
  await chat.button('Take back').click()
  await chip(visit, /^waits.png/).waitFor()
  await page.waitForFunction(() => {
    const img = document.querySelector<HTMLImageElement>('.file-thumb img')
    return img !== null && img.naturalWidth > 0
  })
  await chat.button('Stop').click()
  await chat.is('stopped')
  await chat.button('Send').click()
  await isSeen(visit, 'waits.png')
  await chat.is('settled')
})

test('temporary chats show theirs, and a copy of a chat has them, too', async () => {
  const visit = await house.guest()
  const { page, chat } = visit
  await page.getByRole('button', { name: 'Temporary chat' }).click()
  await choose(page, [await drawn(page, 'passing.png')])
  await chip(visit, /^passing.png/).waitFor()
  await chat.ask('[[tokens-3]] nobody keeps this')
  await page.reload()
  await isSeen(visit, 'passing.png')
  await page.goto('/c/new')
  await choose(page, [await drawn(page, 'kept.png')])
  await chip(visit, /^kept.png/).waitFor()
  await chat.ask('[[tokens-3]] twice')
  const first = page.url()
  await chat.list
    .getByRole('button', { name: /^Actions|Options|More/ })
    .first()
    .click()
  await page.getByRole('menuitem', { name: 'Duplicate' }).click()
  await eventually(() => page.url()).not.toBe(first)
  await chat.many(chat.messages, 2)
  await isSeen(visit, 'kept.png')
})

test('on a phone, in a language that is read from the right', async () => {
  const visit = await house.guest('/c/new', {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })
  const { page, chat } = visit
  await chat.box.waitFor()
  await choose(page, [
    await drawn(page, 'one.jpg', { type: 'image/jpeg', width: 1200, height: 900 }),
    await drawn(page, 'a name that is long, as names of screenshots are.png', {
      width: 390,
      height: 844,
      hue: 160,
    }),
  ])
  await chip(visit, /^a name/).waitFor()
  await look(visit, 'pictures-phone-composer')
  await chat.ask('[[tokens-3]] two')
  await isSeen(visit, 'one.jpg')
  await look(visit, 'pictures-phone')
  await chat.question.getByRole('button', { name: 'one.jpg' }).tap()
  await page.getByRole('dialog').getByRole('img').waitFor()
  await look(visit, 'picture-viewer-phone')
  await page.keyboard.press('Escape')
  await page.goto(`${page.url()}?lang=ar-XB`)
  await isSeen(visit, 'one.jpg')
  await choose(page, [await drawn(page, 'right.png', { hue: 320 })])
  await page.locator('.file-thumb img').waitFor()
  await look(visit, 'pictures-phone-rtl')
  await page.locator('.picture button').first().tap()
  await page.locator('.picture-stage img').waitFor()
  await shot(page, 'picture-viewer-phone-rtl')
  // The next one is to the left.
  await page.keyboard.press('ArrowLeft')
  await page
    .locator('.picture-viewer h2')
    .getByText(/^a name/)
    .waitFor()
  await page.keyboard.press('Escape')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
})

test('a message takes no more than can go along, nor a picture that no memory holds', async () => {
  const visit = await house.guest()
  const { page, chat } = visit
  await chat.box.waitFor()
  const paper = (n: number, bytes = 3_600_000) => ({
    name: `${n}.pdf`,
    mimeType: 'application/pdf',
    buffer: Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(bytes, n)]),
  })
  await choose(page, [paper(1), paper(2)])
  await page
    .locator('.composer')
    .getByRole('link', { name: /^2.pdf/ })
    .waitFor()
  await choose(page, [paper(3)])
  await page.getByText('Together, the files of a message may have 9 MB.').waitFor()
  // 400 million pixels of one colour are a few kilobytes.
  const bomb = Buffer.from(
    '89504e470d0a1a0a0000000d4948445200004e2000004e200100000000'.padEnd(200, '0'),
    'hex',
  )
  await choose(page, [{ name: 'bomb.png', mimeType: 'image/png', buffer: bomb }])
  await page.getByText(/bomb.png is larger than .?15000 × 15000/).waitFor()
  expect(await page.locator('.composer .file').count()).toBe(2)
  await chat.ask('[[tokens-3]] two of them')
  const asked = house.upstream.requests.map(({ body }) => JSON.stringify(body))
  // The first of them fits into what such a model reads at once.
  expect(asked.some((body) => body.includes('"filename":"1.pdf"'))).toBe(true)
})
