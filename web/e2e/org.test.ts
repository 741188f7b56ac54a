import { expect, inject, test } from 'vitest'
import { violations } from './axe'
import { finding, openPage, send } from './browser'
import { beginOnCases, browser, faults, mark, page, tenant } from './page'
import { shot } from './shot'

beginOnCases()

/** Fills and sends the form that is open. */
async function write(fields: Record<string, string>, yes: string) {
  const form = page.getByRole('dialog')
  for (const [label, value] of Object.entries(fields)) await form.getByLabel(label).fill(value)
  await form.getByRole('button', { name: yes }).click()
  await form.waitFor({ state: 'detached' })
}

test('the root makes a partner and its tenants, and a list of all of them leads into each', async () => {
  await page.goto(`/t/${tenant}/settings/root/organisation`)
  await page.getByRole('button', { name: 'New partner' }).click()
  await write({ Id: `p-${mark}`, Name: `Partner ${mark}` }, 'Make partner')
  await page.goto(`/t/${tenant}/settings/partner:p-${mark}/organisation`)
  for (const n of ['a', 'b']) {
    await page.getByRole('button', { name: 'New tenant' }).click()
    await write({ Id: `z${n}-${mark}`, Name: `Tenant ${n} ${mark}` }, 'Make tenant')
    await page.getByRole('link', { name: `Tenant ${n} ${mark}` }).waitFor()
    await send(page, `z${n}-${mark}`, [finding(`z${n}-${mark}`, `Of ${n} ${mark}`)])
  }
  await page.getByRole('button', { name: 'New group' }).click()
  await page.getByRole('dialog').getByLabel('Tenants of the group').click()
  await page.getByRole('option', { name: `Tenant a ${mark}` }).click()
  await write({ Name: `Group ${mark}` }, 'Save')
  await page.getByRole('button', { name: `Change Group ${mark}` }).waitFor()
  expect(await violations(page)).toEqual([])
  await shot(page, 'organisation')

  await page.getByRole('button', { name: /^Caseweave/ }).click()
  await page.getByLabel('Find a tenant').fill(`Group ${mark}`)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/all\/cases\?group=/)
  await page.getByRole('link', { name: `Of a ${mark}` }).waitFor()
  expect(await page.getByRole('link', { name: `Of b ${mark}` }).count()).toBe(0)
  await page.getByLabel('Tenants', { exact: true }).selectOption('')
  await page.getByRole('link', { name: `Of b ${mark}` }).waitFor()
  expect(await violations(page)).toEqual([])
  await shot(page, 'all-cases')
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('g')
  await page.keyboard.press('d')
  await page.waitForURL(/\/all\/detections/)
  await page.keyboard.press('?')
  await page.getByRole('dialog').getByText('Cases of all tenants').waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.getByLabel('Search commands').fill('Cases of all')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/all\/cases/)
  await page.getByRole('link', { name: `Of b ${mark}` }).click()
  await page.waitForURL(new RegExp(`/t/zb-${mark}/cases/`))
  expect(faults).toEqual([])
})

test('a tenant is chosen by pointer on every width', async () => {
  const id = `w-${mark}`
  const made = await page.request.post('/api/v1/places/root/tenants', {
    data: { id, name: `Width ${mark}`, time_zone: 'UTC' },
  })
  expect(made.status()).toBe(201)
  const go = async () => {
    await page.getByLabel('Find a tenant').fill(`Width ${mark}`)
    await page.getByRole('option', { name: `Width ${mark}` }).click()
    await page.waitForURL(`**/t/${id}/cases`)
  }
  await page.setViewportSize({ width: 800, height: 800 })
  await page.goto(`/t/${tenant}/cases`)
  const button = page.getByRole('button', { name: /^Caseweave/ })
  expect((await button.boundingBox())?.width).toBeGreaterThan(24)
  await button.click()
  await shot(page, 'tenants-narrow')
  await go()
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`/t/${tenant}/cases`)
  await page.getByRole('button', { name: /^Account of/ }).click()
  await page.getByRole('menuitem', { name: 'Choose a tenant' }).click()
  expect(await violations(page)).toEqual([])
  await shot(page, 'tenants-phone')
  await go()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(faults).toEqual([])
})

test('on a phone the section that is open is in sight', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`/t/${tenant}/settings/root/acts`)
  const acts = page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Acts' })
  await expect
    .poll(async () => {
      const box = await acts.boundingBox()
      return box && box.x >= 0 && box.x + box.width <= 390
    })
    .toBe(true)
})

test('a tenant is not told who of its provider has a case, where the root says so', async () => {
  const { cases } = await send(page, tenant, [finding(mark, `Given ${mark}`)])
  const me = await (await page.request.get('/api/v1/me')).json()
  const path = `/api/v1/tenants/${tenant}/cases/${cases[0]}`
  const given = await page.request.patch(path, { data: { assignee: me.user.id } })
  expect(await given.json()).toMatchObject({ assignee: me.user.id })
  const hide = async (yes: boolean) => {
    const answer = await page.request.put('/api/v1/installation', { data: { hide_assignees: yes } })
    expect(answer.status()).toBe(204)
  }
  await hide(true)
  const ada = await openPage(browser, { storageState: inject('other') })
  try {
    const told = await (await ada.page.request.get(path)).json()
    expect(told).toMatchObject({ assignee: 'provider', assignee_name: 'Provider' })
    await ada.page.goto(`/t/${tenant}/cases/${cases[0]}/history`)
    await ada.page.getByRole('listitem').filter({ hasText: 'Provider' }).first().waitFor()
  } finally {
    await hide(false)
    await ada.close()
  }
})

test('a tenant that one does not reach leads on to those that one does', async () => {
  await page.goto('/t/nowhere/cases')
  await page.getByRole('heading', { name: 'There is nothing here' }).waitFor()
  expect(await page.getByRole('button', { name: 'New case' }).count()).toBe(0)
  expect(await page.title()).toBe('There is nothing here · Caseweave')
  await page.getByRole('link', { name: 'Go to the cases' }).click()
  await page.waitForURL(`**/t/${tenant}/cases`)
  for (const [short, whole] of [
    [`/t/${tenant}`, `/t/${tenant}/cases`],
    ['/all', '/all/cases'],
    ['/all/settings', '/all/settings/root/people'],
    [`/t/${tenant}/account`, `/t/${tenant}/account/password`],
  ] as const) {
    await page.goto(short)
    await page.waitForURL(`**${whole}`)
  }
  await page.goto(`/t/${tenant}/automatic/partner:nobody/rules`)
  await page.getByRole('heading', { name: 'There is nothing here' }).waitFor()
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
  expect(faults).toEqual([])
})

test('a tenant is handed over under plain words, and its own people read who provides for it', async () => {
  const id = `h-${mark}`
  const post = async (path: string, data: object) =>
    expect((await page.request.post(`/api/v1${path}`, { data })).status()).toBe(201)
  await post('/partners', { id, name: `Partner ${mark}` })
  await post('/places/root/tenants', { id, name: `Tenant ${mark}` })
  await page.goto(`/t/${tenant}/settings/root/organisation`)
  const change = page.getByRole('button', { name: `Change Tenant ${mark}` })
  await change.click()
  const form = page.getByRole('dialog')
  await page.keyboard.press('Escape')
  await form.waitFor({ state: 'detached' })
  await expect.poll(() => change.evaluate((e) => e === document.activeElement)).toBe(true)
  await change.click()
  await form.getByLabel('Provided for by').selectOption(id)
  await form.getByText(`The people of Partner ${mark} reach it from now on`).waitFor()
  await shot(page, 'handing-over')
  await form.getByRole('button', { name: 'Save and hand over' }).click()
  await page.getByText(`“Tenant ${mark}” is provided for by Partner ${mark} now.`).waitFor()
  await page.goto(`/t/${tenant}/settings/root/acts`)
  await page.getByText(`handed the tenant Tenant ${mark} from nobody to Partner ${mark}`).waitFor()
  await page.goto(`/t/${id}/settings/tenant:${id}/organisation`)
  await page.getByText(`provided for by Partner ${mark}`).waitFor()
  await page.getByRole('button', { name: `Change Tenant ${mark}` }).click()
  expect(await form.getByLabel('Provided for by').inputValue()).toBe(`Partner ${mark}`)
  expect(faults).toEqual([])
})
