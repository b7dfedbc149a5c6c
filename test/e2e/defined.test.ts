/** The panel of parameters as the operator defines it, from `librechat.yaml` to what the model is asked. */
import { expect, test } from 'vitest'
import { findings } from './axe.ts'
import { openHouse, shot } from './house.ts'

const house = openHouse({
  more: ({ openai }) => `    - name: Studio
      apiKey: test
      baseURL: ${openai}
      models: { default: [studio] }
      customParams:
        paramDefinitions:
          - key: temperature
            label: Boldness
            description: How far it strays.
            default: 0.4
            showDefault: true
            range: { min: 0.2, max: 1, step: 0.2 }
          - { key: frequency_penalty, label: Fewer repeats, columnSpan: 2, columns: 4 }
          - { key: presence_penalty, label: More topics, columnSpan: 2, columns: 4 }
          - key: reasoning_effort
            options: [low, high]
            enumMappings: { low: Quick, high: Thorough }
            showLabel: false
`,
})

type Asked = { temperature?: number; reasoning_effort?: string; messages: { content: string }[] }
const asked = (text: string) =>
  house.upstream.requests
    .map(({ body }) => body as Asked)
    .findLast((body) => body?.messages?.at(-1)?.content === text)

test('ranges, words, defaults and places are the operator’s', async () => {
  const { page, chat } = await house.guest()
  await chat.choose('studio')
  await page.getByRole('button', { name: 'Instructions and parameters' }).click()
  const panel = page.locator('.sheet')
  const slider = panel.getByRole('slider', { name: 'Boldness' })
  await slider.waitFor()
  expect(await slider.getAttribute('min')).toBe('0.2')
  expect(await slider.getAttribute('max')).toBe('1')
  await panel.getByText('How far it strays.').waitFor()
  const [left, right] = await Promise.all(
    ['Fewer repeats', 'More topics'].map((name) => panel.getByRole('slider', { name }).boundingBox()),
  )
  expect(left?.y).toBe(right?.y)
  await shot(page, 'defined')
  expect(await findings(page)).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  await shot(page, 'defined-dark')
  await chat.send('as it is')
  await chat.is('settled')
  expect(asked('as it is')).toMatchObject({ temperature: 0.4 })
  expect(asked('as it is')?.reasoning_effort).toBeUndefined()
  await slider.focus()
  await page.keyboard.press('End')
  await chat.send('as bold as can be')
  await chat.is('settled')
  expect(asked('as bold as can be')).toMatchObject({ temperature: 1 })
  await page.setViewportSize({ width: 390, height: 844 })
  await shot(page, 'defined-phone')
})
