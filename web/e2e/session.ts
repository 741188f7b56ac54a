import type { TestProject } from 'vitest/node'
import { launch } from './browser'

const need = (name: string) => {
  const value = process.env[name]
  if (!value) throw new Error(`${name} must be set: see e2e/vitest.config.ts`)
  return value
}

/** Logs in once, as a person would, and hands the session to all tests. */
export default async function session({ provide }: TestProject) {
  const url = need('CASEWEAVE_URL').replace(/\/$/, '')
  const browser = await launch()
  const page = await browser.newPage({ baseURL: url })
  await page.goto('/')
  await page.getByLabel('User').fill(need('CASEWEAVE_USER'))
  await page.getByRole('textbox', { name: 'Password' }).fill(need('CASEWEAVE_PASSWORD'))
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
  provide('url', url)
  provide('state', await page.context().storageState())
  await browser.close()
}
