import type { Page } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { finding, openCases, openPage, send } from './browser'
import { browser, openBrowser } from './page'
import { shot } from './shot'

openBrowser()

const unique = () => `e2e-${Date.now().toString(36)}`
const facts = (page: Page, name: string) =>
  page
    .getByRole('banner')
    .or(page.locator('article > header'))
    .locator('dl > div')
    .filter({ has: page.locator('dt', { hasText: new RegExp(`^${name}$`) }) })

/** A finding with an address that was seen somewhere. */
const seenIn = (uid: string, title: string, host: string, city: string, country: string, ip: string) => ({
  ...finding(uid, title, { host }),
  src_endpoint: { ip, location: { city, country } },
  actor: { user: { name: `of-${host}` } },
})

test('the header tells who, what, when and where, and every number leads to its detections', async () => {
  const { page, faults, close } = await openPage(browser)
  const tenant = await openCases(page)
  const uid = unique()
  const { cases } = await send(page, tenant, [
    seenIn(`${uid}-1`, `First ${uid}`, uid, 'Lagos', 'NG', '203.0.113.7'),
    seenIn(`${uid}-2`, `Second ${uid}`, uid, 'Berlin', 'DE', '203.0.113.8'),
    seenIn(`${uid}-3`, `Third ${uid}`, uid, 'LAGOS', 'ng', '203.0.113.7'),
  ])
  await page.goto(`/t/${tenant}/cases/${cases[0]}/history`)
  await facts(page, 'Who')
    .getByRole('link', { name: `${uid} 3`, exact: true })
    .waitFor()
  await facts(page, 'Who')
    .getByRole('link', { name: `of-${uid} 3`, exact: true })
    .waitFor()
  await facts(page, 'What').getByText('Credential Access · T1110 Brute Force').waitFor()
  await expect.poll(() => facts(page, 'When').locator('time').count()).toBe(2)
  await expect.poll(() => facts(page, 'Created').getByTitle(/ UTC$/).count()).toBe(1)
  await facts(page, 'Where').getByRole('link', { name: 'Berlin, Germany 1' }).waitFor()

  // A detection that joins is told in every tab.
  await page.getByRole('status').getByText('Live').waitFor()
  await send(page, tenant, [seenIn(`${uid}-4`, `Fourth ${uid}`, uid, 'Accra', 'GH', '203.0.113.9')])
  await facts(page, 'Who')
    .getByRole('link', { name: `${uid} 4`, exact: true })
    .waitFor()
  await shot(page, 'header')

  await facts(page, 'Where').getByRole('link', { name: 'Lagos, Nigeria 2' }).click()
  await page.getByRole('link', { name: `Second ${uid}` }).waitFor({ state: 'detached' })
  await page.getByRole('link', { name: `Third ${uid}` }).waitFor()
  await expect
    .poll(() => page.getByRole('textbox', { name: 'Filter the detections' }).inputValue())
    .toBe("locations = 'Lagos, NG'")

  await facts(page, 'Where').getByRole('link', { name: '+1' }).click()
  await page.getByRole('link', { name: '203.0.113.9 1' }).click()
  await page.getByRole('link', { name: `Fourth ${uid}` }).waitFor()
  await facts(page, 'What').getByRole('link').click()
  await page.getByRole('dialog').getByText('Raw event').waitFor()
  expect(faults).toEqual([])
  await close()
})

test('text from events stays text in the header', async () => {
  const { page, faults, close } = await openPage(browser, { viewport: { width: 390, height: 844 } })
  const tenant = await openCases(page)
  const uid = unique()
  const city = `<img src=x onerror=hurt=1> it's \u202e${'x'.repeat(900)}`
  const { cases } = await send(page, tenant, [seenIn(uid, uid, uid, city, 'javascript:1', '203.0.113.7')])
  await page.goto(`/t/${tenant}/cases/${cases[0]}`)
  await facts(page, 'Where').getByText('<img src=x').waitFor()
  await facts(page, 'Where').getByRole('link').first().click()
  await page.getByRole('link', { name: uid }).first().waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  expect(await page.evaluate(() => 'hurt' in window)).toBe(false)
  expect(faults).toEqual([])
  await close()
})

test('people see who else looks at a case, what they edit, and that they left', async () => {
  const admin = await openPage(browser)
  const ada = await openPage(browser, { storageState: inject('other'), colorScheme: 'dark' })
  const tenant = await openCases(admin.page)
  const { cases } = await send(admin.page, tenant, [finding(unique(), 'Looked at by two')])
  const path = `/t/${tenant}/cases/${cases[0]}/overview`
  // Who is alone is alone only once it is known who else is here.
  const told = admin.page.waitForResponse((r) => r.url().includes('/presence') && r.ok())
  await admin.page.goto(path)
  await admin.page.getByRole('heading', { name: 'Summary' }).waitFor()
  await told
  const here = admin.page.getByRole('list', { name: 'Also here' })
  expect(await here.count()).toBe(0)

  // Two pages of one person are one person.
  await ada.page.goto(path)
  await here.getByRole('img', { name: 'Ada Lovelace is here too', exact: true }).waitFor({ timeout: 8000 })
  await ada.page.getByRole('img', { name: 'admin is here too', exact: true }).waitFor()
  const again = await ada.page.context().newPage()
  await again.goto(path)
  await again.getByRole('img', { name: 'admin is here too', exact: true }).waitFor()
  await expect.poll(() => here.getByRole('img').count()).toBe(1)
  await again.close()

  await ada.page.bringToFront()
  await ada.page.getByRole('button', { name: 'Write the summary' }).click()
  await admin.page.getByText('Ada Lovelace is writing it just now.').waitFor({ timeout: 8000 })
  await here.getByRole('img', { name: 'Ada Lovelace is here too, writing the summary' }).waitFor()
  await shot(admin.page, 'also-here')
  await shot(ada.page, 'also-here-dark')
  await ada.page.getByRole('button', { name: 'Cancel' }).click()
  await here.getByRole('img', { name: 'Ada Lovelace is here too', exact: true }).waitFor({ timeout: 8000 })

  // Elsewhere on the page is not here; back is.
  await ada.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Detections' }).click()
  await here.waitFor({ state: 'detached', timeout: 8000 })
  await ada.page.goBack()
  await here.waitFor({ timeout: 8000 })

  // A lost connection is noticed as well.
  await ada.page.context().setOffline(true)
  await here.waitFor({ state: 'detached', timeout: 15_000 })
  await ada.page.context().setOffline(false)
  await here.waitFor({ timeout: 10_000 })
  await ada.close()
  await here.waitFor({ state: 'detached', timeout: 8000 })
  expect(admin.faults).toEqual([])
  await admin.close()
}, 60_000)
