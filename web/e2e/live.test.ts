import type { Route } from 'playwright-core'
import { expect, test } from 'vitest'
import { finding, send } from './browser'
import { beginOnCases, faults, page, tenant } from './page'
import { shot } from './shot'

beginOnCases(async () => {
  await page.getByRole('status').getByText('Live').waitFor()
})

const unique = () => `e2e-${Date.now()}-${Math.random().toString(36).slice(2, 8)}`

test('a case appears on an open page without a reload', async () => {
  const uid = unique()
  await page.evaluate(() => Object.assign(window, { stayed: true }))
  const { cases } = await send(page, tenant, [finding(uid, `Live ${uid}`)])
  await page.getByRole('row', { name: new RegExp(`Live ${uid}`) }).waitFor({ timeout: 5000 })
  expect(cases).toHaveLength(1)
  expect(await page.evaluate(() => (window as { stayed?: boolean }).stayed)).toBe(true)
  expect(faults).toEqual([])
})

test('an open case takes in its next detection: count, table and history', async () => {
  const [uid, next] = [unique(), unique()]
  const { cases } = await send(page, tenant, [finding(uid, `First ${uid}`, { host: uid })])
  await page.goto(`/t/${tenant}/cases/${cases[0]}/detections`)
  await page.getByRole('row', { name: new RegExp(`First ${uid}`) }).waitFor()
  await page.getByRole('status').getByText('Live').waitFor()
  await send(page, tenant, [finding(next, `Second ${next}`, { host: uid })])
  await page.getByRole('row', { name: new RegExp(`Second ${next}`) }).waitFor({ timeout: 5000 })
  await page.getByRole('link', { name: 'Detections 2' }).waitFor()
  await page.getByRole('navigation', { name: 'Case' }).getByRole('link', { name: 'History' }).click()
  await page
    .getByRole('listitem')
    .filter({ hasText: `added Second ${next}` })
    .waitFor()
  expect(faults).toEqual([])
})

test('a history tells what happened while it was filtered otherwise', async () => {
  const uid = unique()
  const { cases } = await send(page, tenant, [finding(uid, `Told ${uid}`)])
  await page.goto(`/t/${tenant}/cases/${cases[0]}/history`)
  await page.getByRole('status').getByText('Live').waitFor()
  const entries = page.getByRole('region', { name: 'History' })
  const show = page.getByRole('radiogroup', { name: 'Show' })
  await entries.getByRole('listitem').first().waitFor()
  await show.getByText('By people').click()
  await page.getByRole('heading', { name: 'Nothing in the history is like that' }).waitFor()
  await page.request.patch(`/api/v1/tenants/${tenant}/cases/${cases[0]}`, { data: { priority: 'P1' } })
  await entries.getByText(/priority/).waitFor()
  await show.getByText('All', { exact: true }).click()
  await entries.getByText(`Told ${uid}`).first().waitFor()
  await entries.getByText(/priority/).waitFor()
  expect(faults).toEqual([])
})

test('a page of a list that is refused is asked for once, and again when somebody says so', async () => {
  const uid = unique()
  const many = Array.from({ length: 130 }, (_, i) =>
    finding(`${uid}-${i}`, `${uid} of many`, { severity: 1 }),
  )
  await send(page, tenant, many)
  let asked = 0
  await page.route(/\/detections\?.*cursor=/, (route) => {
    asked++
    return asked > 1 ? route.continue() : route.fulfill({ status: 400, json: { detail: 'no' } })
  })
  await page.goto(`/t/${tenant}/detections?q=${encodeURIComponent(`title CONTAINS '${uid}'`)}`)
  const list = page.getByRole('region', { name: 'Detections, list' })
  await list
    .getByRole('row', { name: new RegExp(uid) })
    .first()
    .waitFor()
  await list.evaluate((e) => e.scrollTo(0, e.scrollHeight))
  await list.getByText('Could not load more.').waitFor()
  await page.waitForTimeout(1_000)
  expect(asked).toBe(1)
  await list.getByRole('button', { name: 'Try again' }).click()
  await list.getByText('Could not load more.').waitFor({ state: 'detached' })
  expect(asked).toBe(2)
})

test('hostile text is shown, never obeyed', async () => {
  const uid = unique()
  const title = `<img src=x onerror="window.hurt=1"> ${uid} \u202egpj.exe`
  const { cases } = await send(page, tenant, [finding(uid, title)])
  await page.goto(`/t/${tenant}/cases/${cases[0]}`)
  await page.getByRole('heading', { level: 1 }).getByText('<img src=x').waitFor()
  await page.getByTitle('right-to-left override').first().waitFor()
  expect(await page.evaluate(() => 'hurt' in window)).toBe(false)
})

test('what can’t be loaded while the server is away is loaded when it is back', async () => {
  await page.getByRole('heading', { name: 'Cases', exact: true }).waitFor()
  const away = (route: Route) => route.abort()
  await page.route('**/*', away)
  for (const name of ['Insights', 'Settings', 'Sources']) {
    await page.getByRole('link', { name, exact: true }).click()
    await page.getByText('the server does not answer').waitFor()
  }
  await shot(page, 'server-away')
  await page.unroute('**/*', away)
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('heading', { level: 1, name: 'Sources' }).waitFor()
  await page.getByRole('link', { name: 'Insights', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Insights' }).waitFor()
})
