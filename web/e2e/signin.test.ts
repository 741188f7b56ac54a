import { createHmac } from 'node:crypto'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openPage } from './browser'
import { browser, openBrowser } from './page'
import { shot } from './shot'

openBrowser()

const nobody = { cookies: [], origins: [] }
const user = process.env.CASEWEAVE_GUARDED_USER as string
const chosen = process.env.CASEWEAVE_NEW_PASSWORD as string

/** The code of a key (RFC 6238), some steps from now. */
function codeOf(key: string, steps: number) {
  const bits = [...key].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
  const bytes = (bits.join('').match(/.{8}/g) ?? []).map((b) => Number.parseInt(b, 2))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps))
  const sum = createHmac('sha1', Buffer.from(bytes)).update(counter).digest()
  const at = (sum[19] as number) & 15
  return `${(sum.readUInt32BE(at) & 0x7fffffff) % 1_000_000}`.padStart(6, '0')
}

const anybody = () => openPage(browser, { storageState: nobody })
const inside = (p: Page) => p.getByRole('navigation', { name: 'Main' }).waitFor()

async function givePassword(p: Page, name: string, password: string) {
  await p.goto('/login')
  await p.getByLabel('User').fill(name)
  await p.getByRole('textbox', { name: 'Password' }).fill(password)
  await p.getByRole('button', { name: 'Log in' }).click()
}

async function giveCode(p: Page, label: 'Code' | 'Recovery code', code: string) {
  if (label === 'Recovery code') await p.getByRole('button', { name: 'Use a recovery code' }).click()
  await p.getByLabel(label, { exact: true }).fill(code)
  await p.getByRole('button', { name: 'Continue' }).click()
}

// Five browsers take their time.
test('a second factor is added, asked for, and replaced by a recovery code once', async () => {
  const { page, faults, close } = await anybody()
  await givePassword(page, user, process.env.CASEWEAVE_GUARDED_PASSWORD as string)
  await page.getByLabel('New password', { exact: true }).fill(chosen)
  await page.getByLabel('New password again').fill(chosen)
  await page.getByRole('button', { name: 'Save and continue' }).click()
  await inside(page)
  await page.goto('/t/default/account/second-factor')
  await page.getByLabel('Current password').fill(chosen)
  await page.getByRole('button', { name: 'Add a second factor' }).click()
  await page.getByRole('img', { name: 'QR code of the key' }).waitFor()
  const key = ((await page.locator('code').innerText()) ?? '').replaceAll(' ', '')
  await shot(page, 'second-factor')
  await page.getByLabel('Code').fill(codeOf(key, -1))
  await page.getByRole('button', { name: 'Confirm' }).click()
  const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
  await expect.poll(() => codes.count()).toBe(10)
  const recovery = (await codes.first().innerText()).trim()
  await shot(page, 'recovery-codes')
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByText('10 recovery codes are left.').waitFor()

  const second = await anybody()
  await givePassword(second.page, user, chosen)
  await second.page.getByRole('heading', { name: 'Second factor' }).waitFor()
  await shot(second.page, 'login-code')
  await giveCode(second.page, 'Code', '000000')
  await second.page.getByText('This code is wrong, or was used already.').waitFor()
  await giveCode(second.page, 'Code', codeOf(key, 0))
  await inside(second.page)

  const third = await anybody()
  await givePassword(third.page, user, chosen)
  await giveCode(third.page, 'Recovery code', recovery)
  await inside(third.page)
  const fourth = await anybody()
  await givePassword(fourth.page, user, chosen)
  await giveCode(fourth.page, 'Recovery code', recovery)
  await fourth.page.getByText('This code is wrong, or was used already.').waitFor()

  // A stolen cookie dies with the session that it was taken from.
  const thief = await openPage(browser, { storageState: await third.page.context().storageState() })
  await thief.page.goto('/t/default/cases')
  await inside(thief.page)
  await page.goto('/t/default/account/sessions')
  const sessions = page.getByRole('list', { name: 'Sessions' }).getByRole('listitem')
  await expect.poll(() => sessions.count()).toBe(3)
  await page.getByText('This one').waitFor()
  await shot(page, 'sessions')
  await page.getByRole('button', { name: 'End', exact: true }).first().click()
  await expect.poll(() => sessions.count()).toBe(2)
  for (const ended of [third.page, thief.page]) {
    await ended.goto('/t/default/detections')
    await ended.getByRole('heading', { name: 'Log in' }).waitFor()
  }
  await page.getByRole('button', { name: 'End all others' }).click()
  await expect.poll(() => sessions.count()).toBe(1)
  await second.page.goto('/t/default/detections')
  await second.page.getByRole('heading', { name: 'Log in' }).waitFor()
  expect(faults).toEqual([])
  for (const end of [close, second.close, third.close, fourth.close, thief.close]) await end()
}, 90_000)

test('too many wrong tries are told in plain words', async () => {
  const { page, close } = await anybody()
  for (let n = 0; n < 5; n++) {
    await givePassword(page, 'nobody at all', `wrong ${n}`)
    await page.getByText('User or password is wrong.').waitFor()
  }
  await page.getByText(/After so many wrong tries the next one is looked at in \d+ seconds?\./).waitFor()
  await shot(page, 'locked')
  await close()
})

test('a place asks for a second factor, and says how long sessions may rest', async () => {
  const { page, close } = await openPage(browser)
  await page.goto('/t/default/settings/root/sign-in')
  await page.getByLabel('End untouched sessions after').fill('90')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.').waitFor()
  await shot(page, 'sign-in')
  await page.goto('/t/default/settings/root/acts')
  await page.getByText('untouched sessions end after 90 minutes').waitFor()
  await close()
})
