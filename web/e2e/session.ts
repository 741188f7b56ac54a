import { chromium, type Page } from 'playwright-core'
import type { TestProject } from 'vitest/node'
import { violations, watchPolicy } from './violations'

const need = (name: string) => {
  const value = process.env[name]
  if (!value) throw new Error(`${name} must be set: see e2e/vitest.config.ts`)
  return value
}

/** Logs a person in, who chooses a password where there was none. */
async function logIn(page: Page, user: string, password: string) {
  await page.goto('/')
  await page.getByLabel('User').fill(user)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
  const own = page.getByRole('heading', { name: 'Choose your own password' })
  const inside = page.getByRole('navigation', { name: 'Main' })
  await own.or(inside).waitFor()
  if (await own.isVisible()) {
    const chosen = need('CASEWEAVE_NEW_PASSWORD')
    await page.getByLabel('New password', { exact: true }).fill(chosen)
    await page.getByLabel('New password again').fill(chosen)
    await page.getByRole('button', { name: 'Save and continue' }).click()
  }
  await inside.waitFor()
  return page.context().storageState()
}

/** Starts the browser and logs two people in once, for all files, and ends the browser after them. */
export default async function session({ provide }: TestProject) {
  const url = need('CASEWEAVE_URL').replace(/\/$/, '')
  const server = await chromium.launchServer({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  })
  const browser = await chromium.connect(server.wsEndpoint())
  const state = async (user: string, password: string) => {
    const context = await browser.newContext({ baseURL: url })
    await watchPolicy(context)
    return logIn(await context.newPage(), user, password)
  }
  provide('url', url)
  provide('browser', server.wsEndpoint())
  provide('state', await state(need('CASEWEAVE_USER'), need('CASEWEAVE_PASSWORD')))
  provide('other', await state(need('CASEWEAVE_OTHER_USER'), need('CASEWEAVE_OTHER_PASSWORD')))
  await browser.close()
  if (violations.length > 0)
    throw new Error(`the content security policy was broken: ${violations.join('; ')}`)
  return () => server.close()
}
