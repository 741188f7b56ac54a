import type { Page } from 'playwright-core'
import { beforeEach, expect, test } from 'vitest'
import { finding, openCases, openPage, send } from './browser'
import { browser, openBrowser } from './page'
import { shot } from './shot'

/** Who works, and who watches without ever loading the page anew. */
let ada: Page
let bob: Page
let faults: string[][]
let tenant: string
openBrowser()
beforeEach(async () => {
  const opened = [await openPage(browser), await openPage(browser, { colorScheme: 'dark' })] as const
  ada = opened[0].page
  bob = opened[1].page
  faults = opened.map((o) => o.faults)
  tenant = await openCases(ada)
  await openCases(bob)
  for (const page of [ada, bob]) await page.getByRole('status').getByText('Live').waitFor()
  return async () => {
    for (const o of opened) await o.close()
  }
})

const status = (page: Page) => page.getByLabel('Status').inputValue()
const tab = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Case' }).getByRole('link', { name: new RegExp(`^${name}`) })

test('a day: a case arrives, is taken, merged, parted again, put on hold, resolved and opened again', async () => {
  const day = `day ${Date.now()}`
  const uid = day.replace(' ', '-')

  // It arrives while both look at the list.
  const arrived = await send(ada, tenant, [finding(uid, `Ransom note of ${day}`, { severity: 5 })])
  const number = arrived.cases[0] as string
  for (const page of [ada, bob])
    await page.getByRole('link', { name: new RegExp(`Ransom note of ${day}`) }).waitFor()
  await shot(bob, '1-arrives')
  for (const page of [ada, bob])
    await page.getByRole('link', { name: new RegExp(`Ransom note of ${day}`) }).click()
  await bob.getByRole('heading', { level: 1, name: new RegExp(day) }).waitFor()

  // It is taken.
  await ada.getByRole('heading', { level: 1, name: new RegExp(day) }).waitFor()
  await ada.keyboard.press('a')
  await expect
    .poll(() => bob.getByLabel('Assignee').locator('option:checked').textContent())
    .toContain('(you)')
  await ada.getByLabel('Status').selectOption('in_progress')
  await expect.poll(() => status(bob)).toBe('in_progress')

  // It is investigated: why it scores so, what the product sent, what people say.
  await ada.getByTitle('Why the score is so').click()
  await ada.getByText(/^The most severe detection has a severity/).waitFor()
  await ada
    .getByRole('link', { name: `Ransom note of ${day}` })
    .first()
    .click()
  await ada.getByRole('dialog').getByText('Raw event').waitFor()
  await shot(ada, '2-investigated')
  await ada.getByRole('button', { name: 'Close', exact: true }).last().click()
  for (const page of [ada, bob]) await page.getByRole('button', { name: 'Comments', exact: true }).click()
  await ada.getByLabel('New comment').fill('The share is **offline**.')
  await ada.getByLabel('New comment').press('Control+Enter')
  await bob.locator('aside strong', { hasText: 'offline' }).waitFor()

  // Another case turns out to be the same.
  const second = await send(ada, tenant, [finding(`${uid}-2`, `Backups deleted on ${day}`, { severity: 4 })])
  const other = second.cases[0] as string
  await ada.getByRole('heading', { level: 1 }).click()
  await ada.keyboard.press('m')
  await ada.getByLabel('Number or title').fill(`Backups deleted on ${day}`)
  await ada.getByRole('checkbox', { name: new RegExp(other) }).check()
  await ada.getByRole('button', { name: 'Merge', exact: true }).click()
  await ada.getByText(`${other} merged into ${number}.`).waitFor()
  await tab(bob, 'Detections').getByText('2').waitFor()
  await shot(bob, '3-merged')

  // Or not: they are parted again.
  await tab(ada, 'History').click()
  await ada.getByRole('list').getByRole('button', { name: 'Undo' }).click()
  await ada.getByText('undid the merge of').waitFor()
  await tab(bob, 'Detections').getByText('1').waitFor()
  await shot(ada, '4-parted')

  // It waits, and is resolved with its detection.
  await ada.getByLabel('Status').selectOption('on_hold')
  await expect.poll(() => status(bob)).toBe('on_hold')
  await ada.getByLabel('Status').selectOption('resolved')
  await ada.getByRole('radio', { name: /^True positive/ }).check()
  await ada.getByLabel('Why').fill('Rebuilt from backup.')
  await shot(ada, '5-resolving')
  await ada.getByRole('button', { name: 'Resolve', exact: true }).click()
  await expect.poll(() => bob.getByLabel('Resolution').inputValue()).toBe('true_positive')
  await bob.getByRole('button', { name: 'Close the comments' }).click()
  await tab(bob, 'Detections').click()
  await bob.getByRole('cell', { name: 'Closed' }).waitFor()
  await shot(bob, '6-resolved')

  // It comes back: it is opened again, and takes what belongs to it.
  await ada.getByLabel('Status').selectOption('in_progress')
  await expect.poll(() => status(bob)).toBe('in_progress')
  await send(ada, tenant, [
    finding(`${uid}-3`, `Ransom note again ${day}`, { severity: 5, host: `host-${uid}` }),
  ])
  await tab(bob, 'Detections').getByText('2').waitFor()
  await bob.getByRole('link', { name: `Ransom note again ${day}` }).waitFor()
  await tab(bob, 'History').click()
  for (const told of [
    'Rebuilt from backup.',
    'changed the resolution',
    'closed its detection',
    'undid the merge of',
  ]) {
    await bob.getByText(told).first().waitFor()
  }
  await shot(bob, '7-history')
  expect(faults).toEqual([[], []])
})
