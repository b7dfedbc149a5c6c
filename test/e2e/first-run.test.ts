/** A fresh installation without any key, as the first person meets it. */
import { expect, test } from 'vitest'
import { eventually } from './eventually.ts'
import { openHouse, shot } from './house.ts'

const house = openHouse({ bare: true })

test('the first account, the first answer, and the way out and in again', async () => {
  const { page, chat, name, email, password } = await house.stranger()

  await page.goto('/')
  await page.getByRole('heading', { name: /Welcome/ }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/register')
  await page.getByText('administrator').waitFor()
  await shot(page, 'create-account')
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('Email', { exact: true }).fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await chat.button('Create account').click()

  // What this installation can do is said before anything is asked.
  await chat.box.waitFor()
  await page.getByText('Three ways to a language model').waitFor()
  await shot(page, 'first-chat')

  await chat.send('How do I add an OpenAI key?')
  await chat.is('open')
  expect(new URL(page.url()).pathname).toMatch(/^\/c\/[0-9a-f-]{36}$/)
  await chat.is('settled')
  await chat.reads('OPENAI_API_KEY')
  expect(
    await chat.answer
      .getByRole('list', { name: /source/ })
      .getByRole('link')
      .count(),
  ).toBeGreaterThan(0)
  await chat.list.getByText('How do I add an OpenAI key').waitFor()
  await shot(page, 'guide-answer')

  await page.goto('/c/new#settings/account')
  await page.getByText('Administrator', { exact: true }).waitFor()
  await chat.button('Close').click()

  await page.getByRole('button', { name: /Account menu/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL('**/login', { waitUntil: 'commit' })
  await page.getByLabel('Email', { exact: true }).fill(email)
  await page.getByLabel('Password', { exact: true }).fill('not the password')
  await chat.button('Sign in').click()
  await page.getByText('The email or the password is not right.').waitFor()
  await shot(page, 'sign-in-refused')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await chat.button('Sign in').click()
  await chat.list.getByText('How do I add an OpenAI key').click()
  await chat.reads('OPENAI_API_KEY')
})

test('the second account is a member, and sees nothing of the first', async () => {
  const first = await house.guest()
  await first.chat.ask('What is Parley?')
  const second = await house.guest(`/c/${first.chat.id}`)
  await second.page.getByText('There is no chat here').waitFor()
  expect(await second.chat.messages.count()).toBe(0)
  await second.page.goto('/c/new#settings/account')
  await second.page.getByText('Member', { exact: true }).waitFor()
  await second.page.goto('/c/new')
  await second.page.getByText('No chats yet').waitFor()
})

test('forms say what is missing, where it is', async () => {
  const { page, chat } = await house.stranger()
  await page.goto('/register')
  await chat.button('Create account').click()
  const name = page.getByLabel('Name', { exact: true })
  await eventually(() => name.getAttribute('aria-invalid')).toBe('true')
  expect(await name.evaluate((field) => field === document.activeElement)).toBe(true)
  await name.fill('Ada')
  await page.getByLabel('Email', { exact: true }).fill('ada')
  await page.getByLabel('Password', { exact: true }).fill('short')
  await chat.button('Create account').click()
  await page.getByText('Enter an email address').waitFor()
  await page.getByText('Use at least 8 characters').waitFor()
})
