import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { anotherPage, finding, launch, openCases, openPage, send } from './browser'
import { shot } from './shot'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

test('a case is for named people only: for anybody else it is gone, until everybody may know again', async () => {
  const { page, faults, close } = await openPage(browser)
  const other = await openPage(browser, { storageState: inject('other') })
  const tenant = await openCases(page)
  const mark = `need-${Date.now().toString(36)}`
  const { cases } = await send(page, tenant, [finding(mark, `${mark} affair`)])
  const number = cases[0] as string
  const list = `/t/${tenant}/cases?q=${encodeURIComponent(`title CONTAINS '${mark}'`)}&sort=assignee`
  await other.page.goto(list)
  await other.page.getByText(number, { exact: true }).waitFor()
  await other.page.getByRole('status').getByText('Live').waitFor()
  const { page: reading } = await anotherPage(other.page.context())
  await reading.goto(`/t/${tenant}/cases/${number}/history`)
  await reading.getByRole('heading', { level: 1, name: `${mark} affair` }).waitFor()
  await reading.getByRole('status').getByText('Live').waitFor()

  await page.goto(`/t/${tenant}/cases/${number}`)
  await page.getByRole('button', { name: 'More for this case' }).click()
  await page.getByRole('menuitem', { name: 'Who needs to know…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Why').fill('It is about one of us.')
  await shot(page, 'need-to-know-dialog')
  await dialog.getByRole('button', { name: 'Only these people' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('img', { name: 'Only these people may know of it: admin' }).waitFor()
  await shot(page, 'need-to-know-case')
  await page.setViewportSize({ width: 390, height: 800 })
  await shot(page, 'need-to-know-narrow')
  await page.setViewportSize({ width: 1440, height: 900 })

  await expect.poll(() => other.page.getByText(number, { exact: true }).count()).toBe(0)
  // Who had it open reads on in nothing of it.
  await reading.getByText('There is nothing here').waitFor()
  expect(await reading.getByText(mark).count()).toBe(0)
  expect(await reading.title()).not.toContain(number)
  await other.page.goto(`/t/${tenant}/cases/${number}`)
  await other.page.getByText('There is nothing here').waitFor()

  await page.goto(`/t/${tenant}/cases/${number}/history`)
  await page.getByText('let only these people know of it').waitFor()
  await page.getByText('It is about one of us.').waitFor()
  await page.getByRole('button', { name: 'More for this case' }).click()
  await page.getByRole('menuitem', { name: 'Who needs to know…' }).click()
  await page.getByRole('button', { name: 'Everybody may know' }).click()
  await expect
    .poll(async () => (await other.page.request.get(`/api/v1/tenants/${tenant}/cases/${number}`)).status())
    .toBe(200)
  await reading.getByRole('heading', { level: 1, name: `${mark} affair` }).waitFor()
  await page.getByRole('button', { name: 'Undo' }).first().click()
  await reading.getByText('There is nothing here').waitFor()
  await expect
    .poll(async () => (await other.page.request.get(`/api/v1/tenants/${tenant}/cases/${number}`)).status())
    .toBe(404)
  await page.goto(list)
  await page.getByRole('img', { name: 'Only these people may know of it: admin' }).waitFor()
  await shot(page, 'need-to-know-list')
  expect(faults).toEqual([])
  await other.close()
  await close()
}, 60_000)

test('an administrator claims a hidden case by its number, and those named read why', async () => {
  const { page, faults, close } = await openPage(browser)
  const other = await openPage(browser, { storageState: inject('other') })
  const tenant = await openCases(page)
  const mark = `claim-${Date.now().toString(36)}`
  const { cases } = await send(page, tenant, [finding(mark, `${mark} affair`)])
  const number = cases[0] as string
  await other.page.goto(`/t/${tenant}/cases/${number}`)
  await other.page.getByRole('button', { name: 'More for this case' }).click()
  await other.page.getByRole('menuitem', { name: 'Who needs to know…' }).click()
  await other.page.getByRole('button', { name: 'Only these people' }).click()
  await other.page.getByRole('img', { name: /Only these people may know of it: Ada/ }).waitFor()

  // A number that there never was reads the same.
  const read = async (at: string) => {
    await page.goto(`/t/${tenant}/cases/${at}/overview`)
    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor()
    return page.getByRole('main').innerText()
  }
  expect(await read('SECC0099999')).toBe(await read(number))
  await shot(page, 'hidden-case')
  await page.getByRole('link', { name: 'claim it' }).click()
  await page.getByLabel('Number of the case').fill('SECC0099999')
  await page.getByLabel('Why').fill('Ada has left the company.')
  await page.getByRole('button', { name: 'Claim the case…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Claim' }).click()
  await page.getByRole('alert').waitFor()
  await page.getByLabel('Number of the case').fill(number)
  await shot(page, 'hidden-cases')
  await page.getByRole('button', { name: 'Claim the case…' }).click()
  await page.getByRole('dialog').getByText('Those who are named learn').waitFor()
  await shot(page, 'hidden-cases-question')
  await page.getByRole('dialog').getByRole('button', { name: 'Claim' }).click()
  await page.getByText(`You are one of those who may know of ${number}.`).waitFor()
  for (const reader of [page, other.page]) {
    await reader.goto(`/t/${tenant}/cases/${number}/history`)
    await reader.getByText('claimed the case as an administrator').waitFor()
    await reader.getByText('Ada has left the company.').waitFor()
  }
  // Who is no administrator is offered nothing.
  await other.page.goto(`/t/${tenant}/cases/SECC0099999/overview`)
  await other.page.getByRole('heading', { name: 'There is nothing here' }).waitFor()
  expect(await other.page.getByRole('link', { name: 'claim it' }).count()).toBe(0)
  expect(faults.filter((f) => !f.includes('There is no such case.'))).toEqual([])
  await other.close()
  await close()
}, 60_000)
