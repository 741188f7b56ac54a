import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { finding, launch, openCases, openPage, send } from './browser'
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
  await page.getByRole('button', { name: 'Undo' }).first().click()
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
