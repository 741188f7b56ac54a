import { expect, test } from 'vitest'
import { finding, send } from './browser'
import { beginOnCases, faults, mark, page, tenant } from './page'

beginOnCases()

/** Sends detections that nothing ties, and answers the numbers of their cases. */
async function cases(n: number): Promise<string[]> {
  const all = Array.from({ length: n }, (_, i) => finding(`${mark}-${i}`, `${mark} number ${i}`))
  return (await send(page, tenant, all)).cases
}

const only = () => `title CONTAINS '${mark}'`
const picked = () => page.getByRole('region', { name: 'Picked' })

test('many cases are changed at once, what is refused is named, and it is taken back', async () => {
  const [first, second, third] = (await cases(3)) as [string, string, string]
  await page.goto(`/t/${tenant}/cases?q=${encodeURIComponent(only())}&sort=number`)
  await page.getByRole('checkbox', { name: `Pick ${first}` }).click()
  await page.getByRole('checkbox', { name: `Pick ${third}` }).click({ modifiers: ['Shift'] })
  await picked().getByText('3 picked').waitFor()
  await picked().getByLabel('Priority').selectOption('P1')
  await page.getByText('3 cases were given the priority P1.').waitFor()
  const priorities = async () => {
    const answer = await page.request.get(`/api/v1/tenants/${tenant}/cases?q=${encodeURIComponent(only())}`)
    return ((await answer.json()) as { items: { priority: string }[] }).items.map((c) => c.priority)
  }
  expect(await priorities()).toEqual(['P1', 'P1', 'P1'])
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(priorities).toEqual(['P3', 'P3', 'P3'])

  // Somebody else sets one of them meanwhile, which the list has not heard of yet.
  await page.request.patch(`/api/v1/tenants/${tenant}/cases/${second}`, { data: { priority: 'P4' } })
  await page.request.post(`/api/v1/tenants/${tenant}/cases/${first}/merge`, { data: { cases: [third] } })
  await picked().getByLabel('Priority').selectOption('P2')
  await page.getByText(/of 3 cases/).waitFor()
  await page.getByText(/not changed/).waitFor()
  await page.getByRole('listitem').filter({ hasText: third }).getByText('was merged into').waitFor()
  await page.getByRole('button', { name: 'Understood' }).click()
  await page.keyboard.press('Escape')
  await picked().waitFor({ state: 'detached' })
  expect(faults).toEqual([])
})

test('cases are picked, resolved and merged by keys, and closed ones leave the list', async () => {
  const numbers = await cases(3)
  await page.goto(
    `/t/${tenant}/cases?q=${encodeURIComponent(`${only()} AND status !IN ('resolved', 'cancelled')`)}&sort=number`,
  )
  await page.getByRole('row').nth(3).waitFor()
  await page.keyboard.press('j')
  await expect.poll(() => page.evaluate(() => !!document.activeElement?.closest('[data-row]'))).toBe(true)
  await page.keyboard.press('p')
  await page.getByRole('dialog').getByRole('link', { name: 'Open the case' }).waitFor()
  await page
    .getByRole('dialog')
    .getByText(numbers[0] as string)
    .first()
    .waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByRole('link', { name: new RegExp(`${mark} number 0`) }).focus()
  await page.keyboard.press('x')
  await picked().getByText('1 picked').waitFor()
  await page.keyboard.press('s')
  await page.getByRole('radio', { name: /^False positive/ }).check()
  await page.getByRole('button', { name: 'Resolve', exact: true }).click()
  await page.getByText(`${numbers[0]} was resolved.`).waitFor()
  await expect.poll(() => page.getByText(numbers[0] as string, { exact: true }).count()).toBe(0)
  // It left the list, and is picked still: it is changed again without a conflict.
  await picked().getByLabel('Priority').selectOption('P1')
  await expect
    .poll(async () => {
      const answer = await page.request.get(`/api/v1/tenants/${tenant}/cases/${numbers[0]}`)
      return ((await answer.json()) as { priority: string }).priority
    })
    .toBe('P1')
  await page.keyboard.press('Escape')
  await page.getByRole('checkbox', { name: `Pick ${numbers[1]}` }).click()
  await page.getByRole('checkbox', { name: `Pick ${numbers[2]}` }).click()
  await page.keyboard.press('m')
  await page.waitForURL(`**/cases/${numbers[1]}/overview`)
  await page.getByText(`${numbers[2]} merged into ${numbers[1]}.`).waitFor()
  expect(faults).toEqual([])
})

test('many cases are resolved with the detections of all, once however often Enter is pressed', async () => {
  const numbers = await cases(2)
  const made = await page.request.post(`/api/v1/tenants/${tenant}/cases`, {
    data: { title: `${mark} by hand` },
  })
  const first = ((await made.json()) as { number: string }).number
  let sent = 0
  await page.route(/\/cases$/, async (route) => {
    if (route.request().method() === 'PATCH') sent++
    const answer = await route.fetch()
    await page.waitForTimeout(300)
    await route.fulfill({ response: answer })
  })
  await page.goto(`/t/${tenant}/cases?q=${encodeURIComponent(only())}&sort=-number`)
  for (const n of [first, ...numbers]) await page.getByRole('checkbox', { name: `Pick ${n}` }).click()
  await page.keyboard.press('s')
  const dialog = page.getByRole('dialog', { name: 'Resolve 3 cases' })
  await dialog.getByRole('checkbox', { name: 'Close their 2 detections' }).waitFor()
  await dialog.getByRole('radio', { name: /^Benign/ }).check()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  expect(sent).toBe(1)
  const answer = await page.request.get(
    `/api/v1/tenants/${tenant}/detections?q=${encodeURIComponent(only())}`,
  )
  const { items } = (await answer.json()) as { items: { status: string }[] }
  expect(items.map((d) => d.status)).toEqual(['closed', 'closed'])
  expect(faults).toEqual([])
})

test('keys take and resolve the case that has the focus, and the look beside the list goes on', async () => {
  const numbers = await cases(3)
  await page.goto(`/t/${tenant}/cases?q=${encodeURIComponent(only())}&sort=number`)
  const row = (i: number) => page.getByRole('link', { name: new RegExp(`${mark} number ${i}`) })
  await row(0).focus()
  await page.keyboard.press('a')
  await page.getByText(`${numbers[0]} was assigned.`).waitFor()
  await row(1).focus()
  await page.keyboard.press('s')
  await page.getByRole('radio', { name: /^Benign/ }).check()
  await page.getByRole('button', { name: 'Resolve', exact: true }).click()
  await page.getByRole('cell', { name: 'Resolved' }).waitFor()

  await page.getByRole('button', { name: `Look at ${numbers[0]}` }).click()
  const look = page.getByRole('dialog')
  for (const [key, at] of [
    ['j', 1],
    ['j', 2],
    ['k', 1],
  ] as const) {
    await look.getByRole('link', { name: 'Open the case' }).waitFor()
    await page.keyboard.press(key)
    await look
      .getByText(numbers[at] as string)
      .first()
      .waitFor()
  }
  expect(faults).toEqual([])
})

test('what was picked in one tenant is not changed in another', async () => {
  const [first] = (await cases(1)) as [string]
  const other = `t-${mark}`
  const made = await page.request.post('/api/v1/places/root/tenants', {
    data: { id: other, name: `Tenant ${mark}`, time_zone: 'UTC' },
  })
  expect(made.status()).toBe(201)
  await page.goto(`/t/${tenant}/cases`)
  await page.getByRole('checkbox', { name: `Pick ${first}` }).click()
  await picked().getByText('1 picked').waitFor()
  await page.getByRole('button', { name: /^Caseweave/ }).click()
  await page.getByLabel('Find a tenant').fill(`Tenant ${mark}`)
  await page.getByRole('option', { name: `Tenant ${mark}` }).click()
  await page.waitForURL(`**/t/${other}/cases`)
  await page.getByRole('button', { name: `Caseweave Tenant ${mark}` }).waitFor()
  await picked().waitFor({ state: 'detached' })
  expect(faults).toEqual([])
})

test('an open menu takes Escape for itself', async () => {
  const [first] = (await cases(1)) as [string]
  await page.goto(`/t/${tenant}/cases?q=${encodeURIComponent(only())}`)
  await page.getByRole('checkbox', { name: `Pick ${first}` }).click()
  await page.getByRole('button', { name: /^Account of/ }).click()
  await page.getByRole('menuitem', { name: 'Account' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('menuitem', { name: 'Account' }).waitFor({ state: 'detached' })
  await picked().getByText('1 picked').waitFor()
  await page.keyboard.press('Escape')
  await picked().waitFor({ state: 'detached' })
  expect(faults).toEqual([])
})

test('views are filters, and a case is opened by hand', async () => {
  await page.goto(`/t/${tenant}/cases`)
  await page.getByLabel('View').selectOption('Mine')
  await page.waitForURL(/assignee/)
  await page.getByLabel('View').selectOption('All')
  await page.waitForURL(/status\+IS\+NOT\+NULL/)
  await page.getByRole('heading', { name: 'Cases', exact: true }).click()
  await page.keyboard.press('n')
  await page.getByLabel('Title').fill(`By hand ${mark}`)
  await page.getByRole('button', { name: 'Open the case' }).click()
  await page.getByRole('heading', { level: 1, name: `By hand ${mark}` }).waitFor()
  await page.getByRole('main').getByText('Not yet').first().waitFor()
  await page
    .getByRole('navigation', { name: 'Case' })
    .getByRole('link', { name: /^Detections/ })
    .click()
  await page.getByRole('heading', { name: 'The case holds no detection' }).waitFor()
  expect(faults).toEqual([])
})

test('detections are ignored and come back, become a case, and leave it', async () => {
  const low = [0, 1].map((i) => finding(`${mark}-low-${i}`, `${mark} low ${i}`, { severity: 2 }))
  await send(page, tenant, low)
  await page.goto(`/t/${tenant}/detections?q=${encodeURIComponent(only())}`)
  await page.getByRole('checkbox', { name: `Pick ${mark} low 0` }).click()
  await page.getByRole('checkbox', { name: `Pick ${mark} low 1` }).click()
  await picked().getByRole('button', { name: 'Ignore' }).click()
  await expect.poll(() => page.getByRole('cell', { name: 'Ignored' }).count()).toBe(2)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => page.getByRole('cell', { name: 'Open' }).count()).toBe(2)

  await page.getByRole('checkbox', { name: `Pick ${mark} low 0` }).click()
  await page.getByRole('checkbox', { name: `Pick ${mark} low 1` }).click()
  await picked().getByRole('button', { name: 'New case…' }).click()
  await page.getByLabel('Title').fill(`Of two ${mark}`)
  await page.getByRole('button', { name: 'Open the case' }).click()
  await page.getByRole('heading', { level: 1, name: `Of two ${mark}` }).waitFor()
  await page.getByRole('navigation', { name: 'Case' }).getByRole('link', { name: 'Detections 2' }).click()
  await page.getByRole('checkbox', { name: `Pick ${mark} low 1` }).click()
  await picked().getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('link', { name: 'Detections 1' }).waitFor()
  await page.getByRole('checkbox', { name: `Pick ${mark} low 0` }).click()
  await picked().getByRole('button', { name: 'Close' }).click()
  await page.getByRole('cell', { name: 'Closed' }).waitFor()
  await page.getByRole('navigation', { name: 'Case' }).getByRole('link', { name: 'History' }).click()
  await page
    .getByRole('region', { name: 'History' })
    .getByText(/closed/)
    .first()
    .waitFor()
  expect(faults).toEqual([])
})

test('a detection of a link that is there no more says so', async () => {
  const number = (await cases(1))[0] as string
  await page.goto(`/t/${tenant}/cases/${number}/detections?open=d-retired`)
  await page.getByRole('dialog').getByText('The detection could not be loaded').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Try again' }).waitFor()
  expect(faults).toEqual([])
})

test('the kill chain counts the open cases by stage and tactic, and each number leads to them', async () => {
  const number = (await cases(1))[0] as string
  await page.goto(`/t/${tenant}/kill-chain`)
  const stage = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: /Exploration/ }) })
  await stage.getByRole('link').first().waitFor()
  const matrix = page.getByRole('region', { name: 'ATT&CK matrix' })
  await matrix
    .getByRole('heading', { name: /Credential Access/ })
    .getByRole('link')
    .last()
    .click()
  await page.waitForURL(/tactics/)
  await page.getByText(number, { exact: true }).waitFor()
  expect(faults).toEqual([])
})

test('insights tell how old open cases are, how long people took, and what rules yield', async () => {
  const number = (await cases(1))[0] as string
  await page.request.patch(`/api/v1/tenants/${tenant}/cases/${number}`, { data: { status: 'in_progress' } })
  await page.goto(`/t/${tenant}/insights`)
  const looked = page.getByRole('table', { name: 'Until somebody looked at a case' })
  await looked.getByRole('row').nth(1).waitFor()
  const rules = page.getByRole('table', { name: 'What came of the rules' })
  await rules.getByRole('row').nth(1).waitFor()
  await page.getByLabel('Time').selectOption('7')
  await page.waitForURL(/days=7/)
  await page.getByRole('table', { name: 'Open cases, by severity and age' }).getByRole('link').first().click()
  await page.waitForURL(/severity/)
  await page.getByRole('row').nth(1).waitFor()
  expect(faults).toEqual([])
})
