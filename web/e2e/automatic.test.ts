import { expect, test } from 'vitest'
import { finding, send } from './browser'
import { beginOnCases, faults, page, tenant } from './page'

beginOnCases()

const unique = () => `auto-${Date.now()}-${Math.random().toString(36).slice(2, 8)}`
const open = (path: string) => page.goto(`/t/${tenant}/automatic/${path}`)
const editor = (name: string) => page.getByRole('textbox', { name, exact: true })
const notices = () => page.getByRole('region', { name: 'Notices' })

async function write(name: string, text: string) {
  await editor(name).fill(text)
  await page.keyboard.press('Escape')
}

async function removeRule(title: string) {
  await open('rules')
  await page.getByRole('button', { name: `More for ${title}` }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page
    .getByRole('dialog', { name: 'Delete this rule?' })
    .getByRole('button', { name: 'Delete' })
    .click()
  await notices().getByText(`“${title}” was deleted`).waitFor()
}

test('a rule is written, tried, backtested and saved, and then works live and says why', async () => {
  const uid = unique()
  const title = `Rule ${uid}`
  await send(page, tenant, [finding(`${uid}-1`, `Needle ${uid}`)])

  await open('rules/new')
  await page.getByLabel('Title').fill(title)
  await page.getByRole('radio', { name: 'Enabled' }).check()
  await page.getByLabel('Order').fill('1')
  await page.getByRole('button', { name: 'Next: Criteria' }).click()

  await write('Filter', `titel CONTAINS '${uid}'`)
  await page.getByText('There is no field titel').waitFor()
  await page.getByText('Column 1:').waitFor()
  await page
    .locator('.cm-lintRange-error', { hasText: /^titel$/ })
    .first()
    .waitFor()
  await editor('Filter').and(page.locator('[aria-invalid="true"]')).waitFor()
  await write('Filter', `title CONTAINS '${uid}'`)
  await page.getByText('detection of the last 7 days matches').waitFor()
  await page.getByRole('list', { name: 'Samples' }).getByText(`Needle ${uid}`).waitFor()

  await page.getByRole('button', { name: 'Next: Grouping' }).click()
  await page.getByRole('button', { name: 'For this rule alone' }).click()
  await page.getByText('Type: text').waitFor()
  await page.getByRole('list', { name: 'Rows' }).getByText(`${title}:Needle ${uid}`).waitFor()

  await page.getByRole('button', { name: 'Next: Backtest' }).click()
  await page.getByRole('button', { name: 'Run backtest' }).click()
  await page
    .getByRole('status')
    .getByText(/would (be different|change)/)
    .waitFor()
  await page.getByRole('table', { name: /Before and after/ }).waitFor()

  await page.getByRole('button', { name: 'Save rule' }).click()
  await notices().getByText('was saved').waitFor()
  await page.waitForURL(/\/automatic\/rules\/rule-auto/)

  const { cases } = await send(page, tenant, [finding(`${uid}-2`, `Needle ${uid} again`)])
  expect(cases).toHaveLength(1)
  await page.getByRole('link', { name: 'Log', exact: true }).click()
  const entry = page.getByRole('row', { name: /opened the case/ }).filter({ hasText: uid })
  await entry.locator('a[data-opens]').click()
  const drawer = page.getByRole('dialog', { name: 'Opened a case' })
  await drawer.getByRole('heading', { name: 'As JSON' }).waitFor()
  await drawer.getByRole('link', { name: `Needle ${uid} again` }).click()

  const why = page.getByRole('region', { name: 'Why here' })
  await why.getByText('✓ Decided').waitFor()
  await why.getByRole('list', { name: 'Clauses of the filter' }).first().getByText('yes').waitFor()
  expect(faults).toEqual([])
  await removeRule(title)
})

const yaml = (title: string, filter: string) => `apiVersion: caseweave/v1
kind: Rule
title: ${title}
state: test
order: 500
filter: ${filter}
group_by:
  - usernames()
`

async function choose(text: string) {
  await page
    .getByLabel('File of rules')
    .setInputFiles({ name: 'rules.yaml', mimeType: 'application/yaml', buffer: Buffer.from(text) })
}

test('an import shows what it would change first, and mistakes at their place', async () => {
  const title = `Imported ${unique()}`
  await open('rules?panel=import')
  const panel = page.getByRole('dialog', { name: 'Import rules and templates' })
  await choose(yaml(title, 'severty >= 0.4'))
  await panel.getByRole('alert').getByText('Line 6').waitFor()
  await choose(yaml(title, 'severity >= 0.4'))
  await panel.getByText('1 entry: 1 added').waitFor()
  await panel.getByRole('button', { name: 'Import', exact: true }).click()
  await page.getByRole('link', { name: title }).waitFor()

  await open('rules?panel=import')
  await choose(yaml(title, 'severity >= 0.8'))
  await panel.getByText('1 entry: 1 changed').waitFor()
  await panel.getByText('severity >= 0.4').waitFor()
  await panel.getByText('severity >= 0.8').waitFor()
  await panel.getByRole('button', { name: 'Import', exact: true }).click()
  await notices().getByText('Imported').waitFor()
  expect(faults).toEqual([])
  await removeRule(title)
})

test('rules change places by keyboard, which is said and undone', async () => {
  await open('rules')
  const titles = () => page.locator('[data-row] a[data-opens]').allTextContents()
  await page.locator('[data-row="1"]').waitFor()
  const before = await titles()
  await page.keyboard.press('j')
  await page.locator('[data-row="0"] a[data-opens]:focus').waitFor()
  await page.keyboard.press('Alt+ArrowDown')
  await notices().getByText('is now number 2 of').waitFor()
  await page.locator('[data-row="1"] a[data-opens]:focus').waitFor()
  await expect.poll(async () => (await titles()).slice(0, 2)).toEqual([before[1], before[0]])
  await notices().getByRole('button', { name: 'Undo' }).click()
  await page.locator('[data-row="0"]', { hasText: before[0] as string }).waitFor()
  await page.reload()
  await page.locator('[data-row="0"]', { hasText: before[0] as string }).waitFor()
})

test('a state is switched in the list, and switched back', async () => {
  const title = `Switched ${unique()}`
  const rule = { title, state: 'enabled', order: 901, filter: 'severity >= 0.9', group_by: ['usernames()'] }
  const rules = `/api/v1/tenants/${tenant}/rules`
  const { id } = (await (await page.request.post(rules, { data: rule })).json()).rule
  await open('rules')
  const state = page.getByRole('combobox', { name: `State of ${title}` })
  await state.selectOption('append')
  await notices().getByText('is append.').waitFor()
  const meanwhile = 'severity >= 0.95' // what somebody else writes is not taken back with the state
  await page.request.put(`${rules}/${id}`, { data: { ...rule, state: 'append', filter: meanwhile } })
  await notices().getByRole('button', { name: 'Undo' }).click()
  await notices().getByText('is again enabled.').waitFor()
  await expect.poll(() => state.inputValue()).toBe('enabled')
  expect((await (await page.request.get(`${rules}/${id}`)).json()).rule.filter).toBe(meanwhile)
  await removeRule(title)
})

test('a template is written with a script that is tried on real detections', async () => {
  const uid = unique()
  await send(page, tenant, [finding(uid, `Scripted ${uid}`)])
  await open('templates/new')
  await page.getByLabel('Template title').fill(`Template ${uid}`)
  await write('Case title', 'Look at ${detection.titel}')
  await page.getByText('Column').first().waitFor()
  await write('Case title', 'Look at ${detection.title}')
  await page
    .getByRole('list', { name: 'Tried on' })
    .getByText(/^Look at ./)
    .first()
    .waitFor()
  await page.getByRole('button', { name: 'Add a stage' }).click()
  await page.getByRole('textbox', { name: 'Stage 1' }).fill('Containment')
  await page.getByRole('button', { name: 'Add a task to stage 1' }).click()
  await page.getByRole('textbox', { name: 'Task 1 of stage 1' }).fill('Disconnect the host')
  await page.getByRole('button', { name: 'Save template' }).click()
  await notices().getByText('was saved').waitFor()
  await open('templates')
  await page.getByRole('link', { name: `Template ${uid}` }).waitFor()
  expect(faults).toEqual([])
})

test('unsaved changes stay between steps, and leaving asks', async () => {
  await open('rules/new')
  await page.getByLabel('Title').fill('Half written')
  await page.getByRole('link', { name: 'Criteria' }).click()
  await page.getByRole('link', { name: 'Details' }).click()
  await expect.poll(() => page.getByLabel('Title').inputValue()).toBe('Half written')
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Cases', exact: true })
    .click()
  await page
    .getByRole('dialog', { name: 'Leave without saving?' })
    .getByRole('button', { name: 'Stay' })
    .click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(await page.getByLabel('Title').inputValue()).toBe('Half written')
  expect(page.url()).toContain('/rules/new')
})

test('a rule that somebody else saved meanwhile is not overwritten unseen', async () => {
  const title = `Clash ${unique()}`
  const rule = { title, state: 'test', order: 900, filter: 'severity >= 0.9', group_by: ['usernames()'] }
  const headers = { origin: new URL(page.url()).origin }
  const api = `/api/v1/tenants/${tenant}/rules`
  const made = await (await page.request.post(api, { data: rule, headers })).json()
  await open(`rules/${made.rule.id}`)
  await page.getByLabel('Description').fill('Mine')
  await page.request.put(`${api}/${made.rule.id}`, { data: { ...rule, description: 'Theirs' }, headers })
  await page.getByRole('button', { name: 'Save rule' }).click()
  const clash = page.getByRole('dialog', { name: 'Somebody else saved this rule' })
  await clash.getByText('Theirs', { exact: true }).last().waitFor()
  await clash.getByText('Mine', { exact: true }).waitFor()
  await clash.getByRole('button', { name: 'Save mine over it' }).click()
  await notices().getByText('was saved').waitFor()
  await removeRule(title)
})

test('the log begins empty and is read by what the address names', async () => {
  await open('logs')
  await page.getByRole('heading', { name: 'Say what to look for' }).waitFor()
  await page.getByLabel('Kind').selectOption('created')
  await page.getByRole('row').nth(1).waitFor()
  expect(new URL(page.url()).searchParams.get('kind')).toBe('created')
})
