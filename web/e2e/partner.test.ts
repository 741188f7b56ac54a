import { expect, test } from 'vitest'
import { violations } from './axe'
import { finding, openPage, send } from './browser'
import { beginOnCases, browser, faults, mark, page } from './page'
import { shot } from './shot'

beginOnCases()

const password = 'a password for one test'

/** Somebody new at a place, logged in. */
async function join(place: string, name: string) {
  const invited = await page.request.post(`/api/v1/places/${place}/users`, {
    data: { name, role: 'analyst' },
  })
  const { link, user } = await invited.json()
  const opened = await openPage(browser, { storageState: { cookies: [], origins: [] } })
  await opened.page.goto(link)
  await opened.page.getByLabel('New password', { exact: true }).fill(password)
  await opened.page.getByLabel('New password again').fill(password)
  await opened.page.getByRole('button', { name: 'Save and continue' }).click()
  await opened.page.getByRole('navigation', { name: 'Main' }).waitFor()
  return { ...opened, id: user.id as string }
}

/** A partner with a tenant that has no rules of its own. */
async function provided() {
  const [partner, served] = [`p-${mark}`, `z-${mark}`]
  const made = [
    await page.request.post('/api/v1/partners', { data: { id: partner, name: `North ${mark}` } }),
    await page.request.post(`/api/v1/places/partner:${partner}/tenants`, {
      data: { id: served, name: `Served ${mark}`, time_zone: 'UTC' },
    }),
    await page.request.put(`/api/v1/tenants/${served}/rules`, { data: { items: [] } }),
  ]
  for (const answer of made) expect(answer.ok()).toBe(true)
  return { partner, served }
}

test('a partner writes a rule and a shared template in the page, which work in its tenant and are read there', async () => {
  const { partner, served } = await provided()
  const provider = await join(`partner:${partner}`, `Nora ${mark}`)
  const p = provider.page
  const editor = (name: string) => p.getByRole('textbox', { name, exact: true })

  // The way there.
  await p.getByRole('link', { name: 'Automatic cases' }).click()
  await p.getByLabel('Rules of').selectOption(`Partner North ${mark}`)
  await p.waitForURL(new RegExp(`/t/${served}/automatic/partner:${partner}/rules`))
  await p.getByText('No rules yet').waitFor()
  expect(
    await p.getByRole('navigation', { name: 'Automatic cases' }).getByRole('link').allInnerTexts(),
  ).toEqual(['Rules', 'Templates'])

  await p.getByRole('link', { name: 'Templates' }).click()
  await p.getByRole('button', { name: 'New template' }).first().click()
  await p.getByLabel('Template title').fill(`Shared ${mark}`)
  expect(await p.getByLabel('Shared with tenants').isChecked()).toBe(true)
  await p.getByLabel('Assignee').selectOption('The tenant as such')
  await p.getByRole('textbox', { name: 'Case title' }).fill(`North saw \${detection.title}`)
  await shot(p, 'partner-template')
  await p.getByRole('button', { name: 'Save template' }).click()
  await p.getByText('was saved').waitFor()
  await p.waitForURL(/partner:.*\/templates\/shared/)

  await p.goto(`/t/${served}/automatic/partner:${partner}/rules/new`)
  await p.getByLabel('Title').fill(`Theirs ${mark}`)
  await p.getByRole('radio', { name: 'Enabled' }).check()
  await p.getByLabel('Case template').selectOption(`Shared ${mark}`)
  await p.getByRole('button', { name: 'Next: Criteria' }).click()
  await editor('Filter').fill(`title CONTAINS '${mark}' AND severity >= 0.5`)
  await p.keyboard.press('Escape')
  await p.getByText(`Tried on the detections of Served ${mark}`).waitFor()
  await p.getByRole('button', { name: 'Next: Grouping' }).click()
  expect(await p.getByRole('button', { name: 'Next: Backtest' }).count()).toBe(0)
  await editor('Grouping expression 1').fill('hostnames()')
  await p.keyboard.press('Escape')
  await p.getByRole('button', { name: 'Save rule' }).click()
  await p.getByText('was saved').waitFor()
  await p.waitForURL(/partner:.*\/rules\/theirs/)
  await p.getByRole('button', { name: 'Version 1' }).click()
  await p.getByRole('dialog').getByRole('heading', { name: 'Version 1' }).waitFor()
  await p.keyboard.press('Escape')
  expect(await violations(p)).toEqual([])

  // It decides in the tenant, whose person reads it and writes it nowhere.
  const { cases } = await send(page, served, [finding(mark, `Needle ${mark}`, { host: `h-${mark}` })])
  expect(cases).toHaveLength(1)
  const own = await join(`tenant:${served}`, `Tess ${mark}`)
  const t = own.page
  await t.goto(`/t/${served}/cases/${cases[0]}/overview`)
  await t.getByRole('heading', { name: `North saw Needle ${mark}` }).waitFor()
  await t
    .getByRole('link', { name: `Theirs ${mark}` })
    .first()
    .click()
  await t.getByText('This is your partner’s rule').waitFor()
  expect(await t.getByRole('link', { name: 'Open at the partner' }).count()).toBe(0)
  expect(await t.getByLabel('Rules of').count()).toBe(0)
  await t.goto(`/t/${served}/cases/${cases[0]}/history`)
  await t
    .getByRole('listitem')
    .filter({ hasText: `assigned it to Served ${mark}` })
    .waitFor()
  await t.goto(`/t/${served}/automatic/partner:${partner}/rules`)
  await t.getByText('not found').or(t.getByText('There is no')).first().waitFor()
  expect([faults, provider.faults, own.faults]).toEqual([[], [], []])
  await Promise.all([provider.close(), own.close()])
}, 60_000)

test('a tenant is warned before its rule comes before all that its partner asks for, and the partner hears of it', async () => {
  const { partner, served } = await provided()
  const theirs = await page.request.post(`/api/v1/partners/${partner}/rules`, {
    data: { title: `Theirs ${mark}`, filter: 'severity >= 0.5', group_by: ['hostnames()'] },
  })
  expect(theirs.ok()).toBe(true)
  const own = await join(`tenant:${served}`, `Tess ${mark}`)
  const t = own.page
  await t.goto(`/t/${served}/automatic/rules/new?step=criteria`)
  await t.getByRole('textbox', { name: 'Filter', exact: true }).fill('severity >= 0.4')
  await t.keyboard.press('Escape')
  await t.getByRole('button', { name: 'Next: Grouping' }).click()
  await t.getByRole('textbox', { name: 'Grouping expression 1', exact: true }).fill('hostnames()')
  await t.keyboard.press('Escape')
  await t.getByRole('link', { name: /Details/ }).click()
  await t.getByLabel('Title').fill(`Mine ${mark}`)
  await t.getByRole('radio', { name: 'Enabled' }).check()
  const second = t.getByRole('list', { name: 'Worth a second look' })
  await second.getByText(`takes all that the partner's rule "Theirs ${mark}" asks for`).waitFor()
  await shot(t, 'preempts')
  await t.getByRole('button', { name: 'Save rule' }).click()
  await t.getByText('was saved').waitFor()
  await t.goto(`/t/${served}/automatic/rules`)
  const rows = t.getByRole('table', { name: 'Rules' }).getByRole('row')
  await rows
    .filter({ hasText: 'Mine' })
    .getByRole('button', { name: /takes all that the partner/ })
    .waitFor()
  expect((await rows.allInnerTexts()).slice(1).map((r) => /(Mine|Theirs)/.exec(r)?.[1])).toEqual([
    'Mine',
    'Theirs',
  ])

  const provider = await join(`partner:${partner}`, `Nora ${mark}`)
  const p = provider.page
  await p.goto(`/t/${served}/automatic/partner:${partner}/rules`)
  await p.getByRole('button', { name: `"Mine ${mark}" in Served ${mark}` }).waitFor()
  expect(await violations(p)).toEqual([])
  await shot(p, 'partner-rules')
  await p.getByRole('link', { name: `Theirs ${mark}` }).click()
  const heard = p.getByRole('list', { name: 'Worth a second look' })
  await heard.getByText(`"Mine ${mark}" in Served ${mark}`).waitFor()
  await p.goto(`/t/${served}/automatic/rules`)
  await p.getByRole('button', { name: `More for Theirs ${mark}` }).click()
  await p.getByRole('menuitem', { name: 'Open at the partner' }).click()
  await p.waitForURL(new RegExp(`/partner:${partner}/rules/theirs`))
  expect([faults, provider.faults, own.faults]).toEqual([[], [], []])
  await Promise.all([provider.close(), own.close()])
}, 60_000)
