import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { finding, openCases, openPage, send } from './browser'
import { browser, openBrowser } from './page'

openBrowser()

/** Two cases of different hosts that were attacked from the same address. */
async function twoCases(page: Page, tenant: string, uid: string) {
  const now = Date.now() // within 18 hours never the same again
  const ip = `198.18.${(now >> 8) & 255}.${now & 255}`
  const numbers: string[] = []
  for (const which of ['one', 'two']) {
    const answer = await send(page, tenant, [
      { ...finding(`${uid}-${which}`, `${which} ${uid}`, { host: `${uid}-${which}` }), src_endpoint: { ip } },
    ])
    numbers.push(answer.cases[0] as string)
  }
  expect(numbers[0]).not.toBe(numbers[1])
  return { first: numbers[0] as string, second: numbers[1] as string, ip }
}

test('what speaks of the same is told with the reason, kept apart, and taken back', async () => {
  const { page, faults, close } = await openPage(browser)
  const tenant = await openCases(page)
  const uid = `apart-${Date.now().toString(36)}`
  const { first, second, ip } = await twoCases(page, tenant, uid)
  await page.goto(`/t/${tenant}/cases/${first}/overview`)
  const suggested = page.getByRole('list', { name: 'Others that speak of the same' })
  await suggested.getByRole('link', { name: `ip:${ip}` }).waitFor()
  await suggested.getByRole('button', { name: `What to do about ${second}` }).click()
  await page.getByRole('menuitem', { name: 'Keep them apart' }).click()
  await page.getByText(`${first} is kept apart from ${second}.`).waitFor()
  const said = page.getByRole('list', { name: 'What people said' })
  await said.getByText('It is kept apart from').waitFor()
  await suggested.getByRole('link', { name: second }).waitFor({ state: 'detached' })

  // They are not merged, and the other case tells it, too.
  const refused = await page.request.post(`/api/v1/tenants/${tenant}/cases/${first}/merge`, {
    data: { cases: [second] },
  })
  expect(refused.status()).toBe(409)
  await said.getByRole('link', { name: second }).click()
  await page.waitForURL(new RegExp(`/cases/${second}/`))
  await said.getByText('It is kept apart from').waitFor()
  await page.getByRole('button', { name: `Take back that it is kept apart from ${first}` }).click()
  await page.getByText(`Taken back that ${second} is kept apart from ${first}.`).waitFor()
  await said.getByText('It is kept apart from').waitFor({ state: 'detached' })
  await page.getByRole('navigation', { name: 'Case' }).getByRole('link', { name: 'History' }).click()
  await page.getByText('took back that it is kept apart from').waitFor()
  await page.getByText('said that it is kept apart from').waitFor()
  expect(faults).toEqual([])
  await close()
})

test('a case is a part of another, never of itself', async () => {
  const { page, faults, close } = await openPage(browser)
  const tenant = await openCases(page)
  const uid = `part-${Date.now().toString(36)}`
  const { first, second } = await twoCases(page, tenant, uid)
  await page.goto(`/t/${tenant}/cases/${first}/overview`)
  await page.getByRole('button', { name: 'Tie to another case' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Number or title').fill(second)
  await dialog.getByRole('radio', { name: new RegExp(second) }).check()
  await dialog.getByRole('combobox', { name: 'How' }).click()
  await page.getByRole('option', { name: 'It is a part of' }).click()
  await dialog.getByLabel('Why').fill('the same <b>campaign</b>')
  await dialog.getByRole('button', { name: 'Say so' }).click()
  const said = page.getByRole('list', { name: 'What people said' })
  await said.getByText('It is a part of').waitFor()
  await said.getByText('the same <b>campaign</b>').waitFor()
  const back = await page.request.post(`/api/v1/tenants/${tenant}/cases/${second}/ties`, {
    data: { case: first, kind: 'parent' },
  })
  expect(back.status()).toBe(409)
  expect(faults).toEqual([])
  await close()
})

test('an entity links nothing until that is taken back', async () => {
  const { page, faults, close } = await openPage(browser)
  const tenant = await openCases(page)
  const host = `proxy-${Date.now().toString(36)}`
  await page.goto(`/t/${tenant}/automatic/settings`)
  await page.getByLabel('Entity').fill(`Host:${host}`)
  await page.getByLabel('Why', { exact: true }).fill('Everything goes through it')
  await page.getByRole('button', { name: 'Keep apart' }).click()
  await page.getByRole('link', { name: `host:${host}` }).waitFor()
  const [a, b] = [
    await send(page, tenant, [finding(`${host}-1`, `One ${host}`, { host })]),
    await send(page, tenant, [finding(`${host}-2`, `Two ${host}`, { host })]),
  ]
  expect(a.cases).not.toEqual(b.cases)
  await page.getByRole('button', { name: `Let host:${host} link again` }).click()
  await page.getByRole('link', { name: `host:${host}` }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('link', { name: `host:${host}` }).waitFor()
  await page.getByRole('button', { name: `Let host:${host} link again` }).click()
  await page.getByRole('link', { name: `host:${host}` }).waitFor({ state: 'detached' })
  expect(faults).toEqual([])
  await close()
})
