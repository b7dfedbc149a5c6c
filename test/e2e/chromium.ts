/** The system's Chromium, headless, as every test of the page drives it. */
import { accessSync, constants } from 'node:fs'
import { type Browser, type BrowserContext, chromium } from 'playwright-core'

const USUAL = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Nothing that talks to the network by itself, and nothing that asks. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Throws, with what to do, where there is no browser. */
export async function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: find(), headless: true, args: ARGS })
}

/** A browser whose data lie in `folder`, so that another one can go on with them. */
export async function startKeptBrowser(folder: string, baseURL: string): Promise<BrowserContext> {
  const options = { executablePath: find(), headless: true, args: ARGS, baseURL, locale: 'en-GB' }
  return chromium.launchPersistentContext(folder, { ...options, viewport: { width: 1440, height: 900 } })
}

function find(): string {
  const { CHROMIUM } = process.env
  const found = (CHROMIUM ? [CHROMIUM] : USUAL).find(runs)
  if (found) return found
  throw new Error(
    CHROMIUM
      ? `CHROMIUM names ${CHROMIUM}, which cannot be run.`
      : 'The tests of the page need Chromium or Chrome. Install it, or name it in CHROMIUM.',
  )
}

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    // not there, or not for us
    return false
  }
}
