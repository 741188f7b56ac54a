import { createHmac } from 'node:crypto'
import type { Page } from 'playwright-core'
import { expect, inject, onTestFinished, test } from 'vitest'
import { finding, openPage, send } from './browser'
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

/** Adds a second factor in one's account; the answer is the key and the recovery codes. */
async function addFactor(p: Page, password: string) {
  await p.goto('/t/default/account/second-factor')
  await p.getByLabel('Current password').fill(password)
  await p.getByRole('button', { name: 'Add a second factor' }).click()
  await p.getByRole('img', { name: 'QR code of the key' }).waitFor()
  const key = ((await p.locator('code').innerText()) ?? '').replaceAll(' ', '')
  await shot(p, 'second-factor')
  await p.getByLabel('Code').fill(codeOf(key, -1))
  await p.getByRole('button', { name: 'Confirm' }).click()
  const codes = p.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
  await expect.poll(() => codes.count()).toBe(10)
  await shot(p, 'recovery-codes')
  const recovery = await codes.allInnerTexts()
  expect(await p.getByRole('button', { name: 'Done' }).isDisabled()).toBe(true)
  await p.getByRole('link', { name: 'Sessions' }).click()
  await p.getByRole('dialog').getByRole('button', { name: 'Stay' }).click()
  await p.getByLabel('I have them where I find them again').check()
  await p.getByRole('button', { name: 'Done' }).click()
  return { key, recovery: recovery.map((code) => code.trim()) }
}

// Five browsers take their time.
test('a second factor is added, asked for, and replaced by a recovery code once', async () => {
  const { page, faults, close } = await anybody()
  await page.goto('/t/default/cases')
  await page.getByRole('heading', { name: 'Log in' }).waitFor()
  expect(await page.getByRole('alert').count()).toBe(0)
  await givePassword(page, user, process.env.CASEWEAVE_GUARDED_PASSWORD as string)
  await page.getByLabel('New password', { exact: true }).fill(chosen)
  await page.getByLabel('New password again').fill(chosen)
  await page.getByRole('button', { name: 'Save and continue' }).click()
  await inside(page)
  const { key, recovery } = await addFactor(page, chosen)
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
  await giveCode(third.page, 'Recovery code', recovery[0] as string)
  await inside(third.page)
  const fourth = await anybody()
  await givePassword(fourth.page, user, chosen)
  await giveCode(fourth.page, 'Recovery code', recovery[0] as string)
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

/** Gives wrong passwords until the next is not looked at for eight seconds. */
async function lock(name: string) {
  for (let wait = -4; wait < 4; wait++) {
    const body = JSON.stringify({ user: name, password: 'wrong' })
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${inject('url')}/api/v1/login`, { method: 'POST', headers, body })
    const seconds = Number(answer.headers.get('retry-after') ?? 0)
    if (wait < 3 && seconds > 0) await new Promise((over) => setTimeout(over, seconds * 1000))
  }
}

test('an administrator unlocks somebody, ends all of their sessions, and resets their second factor', async () => {
  const { page, faults, close } = await openPage(browser)
  const name = `Joan ${Date.now()}`
  const dialog = page.getByRole('dialog')
  await page.goto('/t/default/settings/tenant:default/people')
  await page.getByRole('button', { name: 'Invite somebody' }).click()
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByRole('button', { name: 'Make a link' }).click()
  const link = await dialog.getByLabel('Link').inputValue()
  await dialog.getByRole('button', { name: 'Done' }).click()
  const joan = await anybody()
  await joan.page.goto(link)
  await joan.page.getByLabel('New password', { exact: true }).fill(chosen)
  await joan.page.getByLabel('New password again').fill(chosen)
  await joan.page.getByRole('button', { name: 'Save and continue' }).click()
  await inside(joan.page)
  const { recovery } = await addFactor(joan.page, chosen)

  const row = page.getByRole('row', { name })
  const more = () => row.getByRole('button', { name: 'More for' }).click()
  const item = (what: string) => page.getByRole('menuitem', { name: what })
  await page.reload()
  await row.getByText('second factor since').waitFor()
  await more()
  expect(await item('Unlock').innerText()).toContain('Not locked')
  expect(await item('Unlock').isDisabled()).toBe(true)
  await item('1 session, last used').waitFor()
  await page.keyboard.press('Escape')

  await lock(name)
  await page.reload()
  await row.getByText('Locked until').waitFor()
  await more()
  await shot(page, 'people-menu')
  await item('Unlock').click()
  await page.getByText(`${name} may try again.`).waitFor()
  expect(await row.getByText('Locked until').count()).toBe(0)
  const again = await anybody()
  await givePassword(again.page, name, chosen)
  await giveCode(again.page, 'Recovery code', recovery[0] as string)
  await inside(again.page)

  await more()
  await item('2 sessions, last used').click()
  await dialog.getByText('Wherever they are logged in').waitFor()
  await shot(page, 'people-end-sessions')
  await dialog.getByRole('button', { name: 'End all' }).click()
  await dialog.waitFor({ state: 'detached' })
  for (const ended of [joan.page, again.page]) {
    await ended.goto('/t/default/detections')
    await ended.getByRole('heading', { name: 'Log in' }).waitFor()
  }
  await more()
  await item('Not logged in').waitFor()

  await item('Reset the second factor…').click()
  await dialog.getByText('the password alone lets in').waitFor()
  await shot(page, 'people-reset-factor')
  await dialog.getByRole('button', { name: 'Reset', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  await expect.poll(() => row.getByText('second factor since').count()).toBe(0)
  await givePassword(again.page, name, chosen)
  await inside(again.page)

  await page.getByRole('link', { name: 'Acts' }).click()
  for (const act of ['forgot the wrong tries of', 'ended all sessions of', 'took the second factor of']) {
    await page.getByRole('listitem').filter({ hasText: act }).filter({ hasText: name }).waitFor()
  }
  expect(faults).toEqual([])
  for (const end of [close, joan.close, again.close]) await end()
}, 90_000)

test('a place asks for a second factor, and says how long sessions may rest', async () => {
  const { page, close } = await openPage(browser)
  const rules = '/api/v1/places/root/sign-in'
  const read = async () => (await page.request.get(rules)).json()
  const before = await read()
  onTestFinished(async () => {
    const { version } = await read()
    const { second_factor, idle_minutes } = before
    const put = await page.request.put(rules, { data: { second_factor, idle_minutes, version } })
    expect(put.ok()).toBe(true)
    await close()
  })
  await page.goto('/t/default/settings/root/sign-in')
  const rest = page.getByLabel('End untouched sessions after')
  for (const wrong of ['3', '']) {
    await rest.fill(wrong)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('A whole number of minutes from 5 to 720').waitFor()
  }
  await page.getByRole('link', { name: 'People' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Stay' }).click()
  // Somebody else's change in between is told once, and then saved over knowingly.
  await rest.fill('90')
  const { version } = await read()
  const put = await page.request.put(rules, { data: { second_factor: false, idle_minutes: 60, version } })
  expect(put.ok()).toBe(true)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Somebody else changed this since you looked').waitFor()
  expect(await rest.inputValue()).toBe('90')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.').waitFor()
  await shot(page, 'sign-in')
  await page.goto('/t/default/settings/root/acts')
  await page.getByText('untouched sessions end after 90 minutes').waitFor()
})

test('what one person saw and began is not shown to the next, and whoever comes back finds it', async () => {
  const admin = await openPage(browser)
  const uid = `left-${Date.now()}`
  const { cases } = await send(admin.page, 'default', [finding(uid, `Left ${uid}`)])
  const { page, close } = await anybody()
  const ada = process.env.CASEWEAVE_OTHER_USER as string
  const comment = page.getByLabel('New comment')
  const endSession = async (key: string) => {
    await page.evaluate(() => Object.assign(window, { stayed: true }))
    await page.context().clearCookies()
    await page.getByRole('heading', { level: 1 }).click()
    await page.keyboard.press(key)
    await page.getByRole('heading', { name: 'Log in' }).waitFor()
  }
  const enter = async (name: string) => {
    await page.getByLabel('User').fill(name)
    await page.getByRole('textbox', { name: 'Password' }).fill(chosen)
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByRole('heading', { level: 1, name: `Left ${uid}` }).waitFor()
    await comment.waitFor()
  }
  const stayed = () => page.evaluate(() => (window as { stayed?: boolean }).stayed ?? false)
  await givePassword(page, ada, chosen)
  await inside(page)
  await page.goto(`/t/default/cases/${cases[0]}/overview`)
  await page.getByRole('button', { name: 'Comments', exact: true }).click()
  await comment.fill('half of a thought')

  await endSession('3')
  await enter(ada)
  expect(await comment.inputValue()).toBe('half of a thought')
  expect(await stayed()).toBe(true)

  await endSession('2')
  await enter(process.env.CASEWEAVE_USER as string)
  await expect.poll(stayed).toBe(false)
  await comment.waitFor()
  expect(await comment.inputValue()).toBe('')
  await close()
  await admin.close()
})

test('logging out leaves nothing in the page, and one that fails is told', async () => {
  const { page, close } = await anybody()
  await givePassword(page, process.env.CASEWEAVE_OTHER_USER as string, chosen)
  await inside(page)
  await page.evaluate(() => Object.assign(window, { stayed: true }))
  const logOut = async () => {
    await page.getByRole('button', { name: /^Account of/ }).click()
    await page.getByRole('menuitem', { name: 'Log out' }).click()
  }
  await page.route('**/api/v1/logout', (r) => r.fulfill({ status: 503, json: { detail: 'Not just now.' } }))
  await logOut()
  await page.getByRole('region', { name: 'Notices' }).getByText('Not just now.').waitFor()
  await inside(page)
  await page.unroute('**/api/v1/logout')
  await logOut()
  await page.getByRole('heading', { name: 'Log in' }).waitFor()
  expect(await page.evaluate(() => 'stayed' in window)).toBe(false)
  await close()
})

test('what is not saved outlives its session, and is saved after logging in elsewhere', async () => {
  const admin = await openPage(browser)
  const uid = `draft-${Date.now()}`
  const { cases } = await send(admin.page, 'default', [finding(uid, `Draft ${uid}`)])
  const { page, faults, close } = await anybody()
  const ada = process.env.CASEWEAVE_OTHER_USER as string
  await givePassword(page, ada, chosen)
  await inside(page)
  await page.goto(`/t/default/cases/${cases[0]}/overview`)
  await page.getByRole('status').getByText('Live').waitFor()
  await page.getByRole('button', { name: 'Write the summary' }).click()
  await page.getByRole('textbox', { name: 'Summary' }).fill('Half of a report')
  const dialog = page.getByRole('dialog', { name: 'You are logged out' })
  await page.request.post('/api/v1/logout')
  await dialog.waitFor({ timeout: 20_000 })
  await shot(page, 'logged-out')
  await page.request.post('/api/v1/login', { data: { user: ada, password: chosen } })
  await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')))
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('The summary is written.').waitFor()

  await page.getByRole('button', { name: 'Write the summary' }).click()
  await page.getByRole('textbox', { name: 'Summary' }).fill('Not to be kept')
  await page.request.post('/api/v1/logout')
  await dialog.getByRole('button', { name: 'Leave without saving' }).click({ timeout: 20_000 })
  await page.getByRole('heading', { name: 'Log in' }).waitFor()

  // Where nothing else asks, a refused write tells it; and what is kept is nothing for the next person.
  await givePassword(page, ada, chosen)
  await inside(page)
  await page.goto('/all/account/password')
  await page.getByLabel('Current password').fill('whatever it is')
  await page.getByLabel('New password', { exact: true }).fill('something else by far')
  await page.getByLabel('New password again').fill('something else by far')
  await page.request.post('/api/v1/logout')
  await page.getByRole('button', { name: 'Replace the password' }).click()
  await page.getByText('Your session is over.').waitFor()
  expect(faults).toEqual([])
  await close()
  await admin.close()
}, 60_000)
