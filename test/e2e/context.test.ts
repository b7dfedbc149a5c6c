/** What goes to the model: shown, limited and left out; and long pastes, which become files. */
import { expect, test } from 'vitest'
import { findings } from './axe.ts'
import { eventually } from './eventually.ts'
import { openHouse, shot } from './house.ts'

const house = openHouse()

test('the ring says what is sent; a limit leaves the oldest out, and the thread says where', async () => {
  const { page, chat } = await house.guest()
  await chat.send('[[tokens-400]] first')
  await chat.is('settled')
  await chat.send('[[tokens-400]] second')
  await chat.is('settled')
  const ring = page.getByRole('button', { name: /^Context:/ })
  await ring.focus()
  await page.keyboard.press('Enter')
  const panel = page.getByRole('dialog', { name: 'What goes to the model' })
  await panel.getByText('Last messages').waitFor()
  await panel.getByText(/of 100,000 tokens/).waitFor()
  await panel.getByText(/in, .* out/).waitFor()
  expect(await findings(page)).toEqual([])
  const limit = panel.getByRole('spinbutton', { name: 'Most tokens to send' })
  await limit.fill('700')
  await limit.press('Enter')
  await panel.getByText('2 messages above are not sent any more.').waitFor()
  await shot(page, 'gauge')
  await panel.getByRole('button', { name: 'Show where' }).click()
  await page.getByText('Messages above are not sent any more').waitFor()
  expect(await panel.isVisible()).toBe(false)
  await shot(page, 'gauge-edge')
})

test('files go along with every message, or only with their own, as one says', async () => {
  const { page, chat } = await house.guest()
  await chat.box.focus()
  await page.evaluate(paste, 'word '.repeat(4000))
  await chat.send('[[tokens-3]] first')
  await chat.is('settled')
  const ring = page.getByRole('button', { name: /^Context:/ })
  await ring.click()
  const panel = page.getByRole('dialog', { name: 'What goes to the model' })
  const only = panel.getByRole('radio', { name: 'Only once' })
  await only.check()
  await panel.getByText('Files', { exact: true }).waitFor({ state: 'detached' })
  expect(await only.isChecked()).toBe(true)
  const most = panel.getByRole('spinbutton', { name: 'Most tokens of a text file' })
  await most.fill('50')
  await most.press('Enter')
  await panel.getByRole('radio', { name: 'Every time' }).check()
  await panel.getByText('Pasted text.txt does not fit whole').waitFor()
  expect(await findings(page)).toEqual([])
  await shot(page, 'gauge-files')
})

/** Pastes `words`, and says how long the longest task of the next second was, in ms; 0: none was long. */
async function paste(words: string): Promise<number> {
  const field = document.querySelector('[data-composer]') as HTMLElement
  const data = new DataTransfer()
  data.setData('text/plain', words)
  // What brought the words here is over.
  await new Promise((next) => setTimeout(next, 200))
  let longest = 0
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration)
  })
  observer.observe({ type: 'longtask' })
  field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  await new Promise((next) => setTimeout(next, 1000))
  observer.disconnect()
  return longest
}

test('a paste of 1 MB is a file at once; it is sent, read, opened, and survives a reload before it is sent', async () => {
  const { page, chat } = await house.guest()
  const text = Array.from({ length: 26_000 }, (_, n) => `line ${n} of a long, long paste that goes on`).join(
    '\n',
  )
  await chat.box.focus()
  const open = page.getByRole('button', { name: /^Pasted text.txt/ })
  // Of three pastes the best: the machine that tests this does other things, too.
  const worst: number[] = []
  for (let n = 0; n < 3; n++) {
    if (n > 0) await page.getByRole('button', { name: 'Remove Pasted text.txt' }).click()
    worst.push(await page.evaluate(paste, text))
    await open.waitFor()
  }
  expect(Math.min(...worst)).toBeLessThanOrEqual(50)
  await shot(page, 'files-composer')
  expect(await chat.box.inputValue()).toBe('')
  await page.reload()
  await open.waitFor()
  await chat.send('[[tokens-20]] What is it?')
  await chat.is('settled')
  await open.click()
  const dialog = page.getByRole('dialog', { name: /Pasted text/ })
  await dialog.getByText('line 0 of a long').waitFor()
  expect(await findings(page)).toEqual([])
  await shot(page, 'files-viewer')
  await dialog.getByRole('region').evaluate((box) => box.scrollTo(0, box.scrollHeight))
  await dialog.getByText('line 25999 of').waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('link', { name: 'Download' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('Pasted text.txt')
  await page.keyboard.press('Escape')
  expect(await findings(page)).toEqual([])
  await shot(page, 'files-message')
  await eventually(() => open.count()).toBe(1)
})

test('what cannot be sent is refused in words; files can be dropped anywhere on the page', async () => {
  const { page } = await house.guest()
  await page.locator('.composer input[type=file]').setInputFiles([
    { name: 'photo.png', mimeType: 'image/png', buffer: Buffer.from([0x89, 0x50, 0, 0xff, 0xfe, 0x80]) },
    { name: 'data.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n1,2\n') },
  ])
  await page.getByText('This browser cannot read the picture photo.png').waitFor()
  await page
    .locator('.composer input[type=file]')
    .setInputFiles([
      { name: 'tool.exe', mimeType: '', buffer: Buffer.from([0x4d, 0x5a, 0, 0xff, 0xfe, 0x80]) },
    ])
  await page.getByText('tool.exe cannot be sent').waitFor()
  await page.getByRole('button', { name: 'Insert data.csv as text' }).click()
  expect(await page.locator('[data-composer]').inputValue()).toBe('a,b\n1,2\n')
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File(['dropped'], 'dropped.md', { type: 'text/markdown' }))
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
  })
  await page.getByRole('button', { name: /^dropped.md/ }).waitFor()
})

test('earlier messages are summarised when that is wished, and the summary can be changed', async () => {
  const { page, chat } = await house.guest()
  await chat.send('[[tokens-60]] first')
  await chat.is('settled')
  await chat.send('[[tokens-60]] second')
  await chat.is('settled')
  const ring = page.getByRole('button', { name: /^Context:/ })
  await ring.click()
  const panel = page.getByRole('dialog', { name: 'What goes to the model' })
  await panel.getByText('Summarise it', { exact: true }).click()
  await panel.getByRole('button', { name: 'Summarise now' }).click()
  const summary = page.getByRole('region', { name: 'Summary of the messages above' })
  await summary.waitFor()
  await panel.getByText('Summary', { exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await summary.getByRole('button', { name: /Summary of the messages above/ }).click()
  expect(await findings(page)).toEqual([])
  const insets = await summary.evaluate((card) => {
    const [outer, fold] = [card, card.firstElementChild!].map((element) => element.getBoundingClientRect())
    return [fold!.left - outer!.left, outer!.right - fold!.right]
  })
  expect(insets[0]).toBe(insets[1])
  await shot(page, 'summary')
  await summary.getByRole('button', { name: 'Change it' }).click()
  await summary.getByRole('textbox').fill('We counted to **sixty**.')
  await page.keyboard.press('Control+Enter')
  await summary.getByText('sixty').waitFor()
  await page.reload()
  await summary.getByRole('button', { name: /Changed by you/ }).click()
  await summary.getByText('sixty').waitFor()
  await summary.getByRole('button', { name: 'Remove it' }).click()
  await eventually(() => summary.count()).toBe(0)
})
