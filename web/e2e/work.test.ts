import type { Page } from 'playwright-core'
import { beforeEach, expect, test } from 'vitest'
import { finding, openCases, openPage, send } from './browser'
import { browser, openBrowser } from './page'

/** Two people on one case. */
let ada: Page
let bob: Page
let faults: string[][]
let tenant: string
let number: string
openBrowser()
beforeEach(async () => {
  const opened = [await openPage(browser), await openPage(browser)] as const
  ada = opened[0].page
  bob = opened[1].page
  faults = opened.map((o) => o.faults)
  tenant = await openCases(ada)
  const uid = `work-${Date.now()}`
  const answer = await send(ada, tenant, [finding(uid, `Worked ${uid}`)])
  number = answer.cases[0] as string
  for (const page of [ada, bob]) {
    await page.goto(`/t/${tenant}/cases/${number}/overview`)
    await page.getByRole('status').getByText('Live').waitFor()
  }
  return async () => {
    for (const o of opened) await o.close()
  }
})

test('a case is named, weighed, taken, tagged, resolved and opened again, and a second browser sees it', async () => {
  const title = `Named ${Date.now()}`
  await ada.getByRole('button', { name: 'Rename the case' }).click()
  await ada.getByRole('textbox', { name: 'Title' }).fill(title)
  await ada.getByRole('button', { name: 'Save' }).click()
  await bob.getByRole('heading', { level: 1, name: title }).waitFor()

  await ada.getByLabel('Severity').selectOption('low')
  await ada.getByLabel('Priority').selectOption('P1')
  await ada.keyboard.press('Escape')
  await ada.getByRole('heading', { level: 1 }).click()
  await ada.keyboard.press('a')
  await ada.getByRole('button', { name: 'Add a tag' }).click()
  await ada.getByLabel('New tags').fill('web, vip')
  await ada.getByLabel('New tags').press('Enter')
  await bob.getByRole('link', { name: 'vip' }).waitFor()
  await expect.poll(() => bob.getByLabel('Severity').inputValue()).toBe('low')
  await expect.poll(() => bob.getByLabel('Priority').inputValue()).toBe('P1')
  await expect
    .poll(() => bob.getByLabel('Assignee').locator('option:checked').textContent())
    .toContain('(you)')

  await ada.getByLabel('Status').selectOption('resolved')
  await ada.getByRole('radio', { name: /^Benign/ }).check()
  await ada.getByLabel('Why').fill('a penetration test')
  await ada.getByRole('button', { name: 'Resolve', exact: true }).click()
  await expect.poll(() => bob.getByLabel('Resolution').inputValue()).toBe('benign')
  await bob.getByRole('navigation', { name: 'Case' }).getByRole('link', { name: 'History' }).click()
  for (const told of [
    'changed the resolution',
    'closed its detection',
    'a penetration test',
    'changed the tags',
  ]) {
    await bob.getByText(told).first().waitFor()
  }
  await bob.getByLabel('Status').selectOption('in_progress')
  await expect.poll(() => ada.getByLabel('Status').inputValue()).toBe('in_progress')
  await ada.getByLabel('Resolution').waitFor({ state: 'detached' })
  expect(faults).toEqual([[], []])
})

test('what is done is taken back, and a name follows the detections again', async () => {
  const before = await ada.getByRole('heading', { level: 1 }).textContent()
  await ada.getByRole('button', { name: 'Rename the case' }).click()
  await ada.getByRole('textbox', { name: 'Title' }).fill('Only for a moment')
  await ada.getByRole('button', { name: 'Save' }).click()
  await ada.getByRole('heading', { level: 1, name: 'Only for a moment' }).waitFor()
  await ada.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => ada.getByRole('heading', { level: 1 }).textContent()).toBe(before)
  const [, , tenant, , number] = new URL(ada.url()).pathname.split('/')
  const answer = await ada.request.get(`/api/v1/tenants/${tenant}/cases/${number}`)
  expect(((await answer.json()) as { title_follows: boolean }).title_follows).toBe(true)
  expect(faults).toEqual([[], []])
})

test('what is written for one case is not given to the next', async () => {
  const uid = `next-${Date.now()}`
  const answer = await send(ada, tenant, [finding(uid, `Next ${uid}`)])
  const next = answer.cases[0] as string
  await ada.request.post(`/api/v1/tenants/${tenant}/cases/${number}/ties`, {
    data: { case: next, kind: 'related' },
  })
  await ada.getByRole('heading', { level: 1 }).click()
  await ada.keyboard.press('r')
  await ada.getByRole('textbox', { name: 'Title' }).fill('Not for the next')
  await ada
    .getByRole('link', { name: new RegExp(next) })
    .first()
    .click()
  await ada.waitForURL(`**/cases/${next}/overview`)
  await ada.getByRole('heading', { level: 1, name: `Next ${uid}` }).waitFor()
  expect(await ada.getByRole('textbox', { name: 'Title' }).count()).toBe(0)
})

test('two who write the same field lose nothing', async () => {
  for (const [page, text] of [
    [ada, 'What ada saw'],
    [bob, 'What bob saw'],
  ] as const) {
    await page.getByRole('button', { name: 'Write the summary' }).click()
    await page.getByRole('textbox', { name: 'Summary' }).fill(text)
  }
  await ada.getByRole('button', { name: 'Save' }).click()
  await bob.getByText('Somebody wrote this meanwhile').waitFor()
  await bob.getByText('What ada saw').waitFor()
  await bob.getByRole('button', { name: 'Save', disabled: true }).waitFor()
  await bob.getByRole('button', { name: 'Put mine below it' }).click()
  await bob.getByRole('button', { name: 'Save' }).click()
  await ada.getByText(/What ada saw\s+What bob saw/).waitFor()
  expect(faults).toEqual([[], []])
})

test('a case takes in another, its number leads there, and that is taken back from the history', async () => {
  const uid = `other-${Date.now()}`
  const answer = await send(ada, tenant, [finding(uid, `Other ${uid}`)])
  const other = answer.cases[0] as string
  await bob.goto(`/t/${tenant}/cases/${other}/overview`)
  await bob.getByRole('status').getByText('Live').waitFor()

  await ada.getByRole('heading', { level: 1 }).click()
  await ada.keyboard.press('m')
  await ada.getByLabel('Number or title').fill(other)
  await ada.getByRole('checkbox', { name: new RegExp(other) }).check()
  await ada.getByRole('button', { name: 'Merge', exact: true }).click()
  await ada.getByText(`${other} merged into ${number}.`).waitFor()
  await bob.waitForURL(`**/cases/${number}/overview`)
  await bob.getByText(`${other} was merged into ${number}.`).waitFor()

  await ada.getByRole('navigation', { name: 'Case' }).getByRole('link', { name: 'History' }).click()
  await ada.getByRole('link', { name: `What happened to ${other} before` }).click()
  await ada.getByText('merged the case into').waitFor()
  await ada.goBack()
  await ada.getByRole('list').getByRole('button', { name: 'Undo' }).click()
  await ada.getByText('undid the merge of').waitFor()
  await ada.getByRole('list').getByRole('button', { name: 'Undo' }).waitFor({ state: 'detached' })
  await bob.goto(`/t/${tenant}/cases/${other}/overview`)
  await bob.getByRole('heading', { level: 1, name: new RegExp(uid) }).waitFor()
  expect(faults).toEqual([[], []])
})

test('a detection is split off into a case of its own, and comes back', async () => {
  const uid = `second-${Date.now()}`
  const answer = await send(ada, tenant, [finding(uid, `Second ${uid}`)])
  await ada.request.post(`/api/v1/tenants/${tenant}/cases/${number}/merge`, { data: { cases: answer.cases } })
  await ada.getByRole('navigation', { name: 'Case' }).getByRole('link', { name: 'Detections 2' }).click()
  await ada.getByRole('button', { name: `More for Second ${uid}` }).click()
  await ada.getByRole('menuitem', { name: 'Split off into a new case' }).click()
  await ada.getByText(/split off as SECC/).waitFor()
  await ada.getByRole('heading', { level: 1, name: new RegExp(uid) }).waitFor()
  await bob.getByRole('link', { name: 'Detections 1' }).waitFor()
  await ada.getByRole('button', { name: 'Undo' }).click()
  await ada.waitForURL(`**/cases/${number}/**`)
  await bob.getByRole('link', { name: 'Detections 2' }).waitFor()
})

test('comments are read by all and changed by their authors, and nothing in them acts', async () => {
  await ada.getByRole('button', { name: 'Comments', exact: true }).click()
  await bob.getByRole('button', { name: 'Comments', exact: true }).click()
  const hostile =
    '<img src=x onerror="document.title=1"> [bad](javascript:alert(1)) ![p](https://203.0.113.9/p.png)'
  await ada.getByLabel('New comment').fill(`It was **loud**.\n\n${hostile}`)
  await ada.getByLabel('New comment').press('Control+Enter')
  await bob.locator('aside strong', { hasText: 'loud' }).waitFor()
  const comment = bob.getByRole('complementary', { name: 'Comments' }).getByRole('listitem').first()
  expect(await comment.locator('strong').textContent()).toBe('loud')
  expect(await comment.locator('img, script, a[href^="javascript"]').count()).toBe(0)
  const beside = bob.getByRole('radiogroup', { name: 'Beside the case' })
  await beside.getByText('Activity').click()
  await bob.getByRole('list', { name: 'Activity' }).getByText('commented').waitFor()
  await beside.getByText('Comments').click()

  await ada.getByRole('button', { name: 'More for this comment' }).click()
  await ada.getByRole('menuitem', { name: 'Edit' }).click()
  await ada.getByLabel('Comment', { exact: true }).fill('It was quiet.')
  await ada.getByRole('button', { name: 'Save' }).click()
  await bob.getByText('It was quiet.').first().waitFor()
  await ada.getByRole('button', { name: 'More for this comment' }).click()
  await ada.getByRole('menuitem', { name: 'Delete' }).click()
  await bob.getByText('Its author deleted this comment.').waitFor()
  await ada.getByRole('button', { name: 'Undo' }).click()
  await bob.getByText('It was quiet.').first().waitFor()

  await ada.getByRole('navigation', { name: 'Case' }).getByRole('link', { name: 'History' }).click()
  await ada.getByRole('radiogroup', { name: 'Show' }).getByText('Comments').click()
  await expect.poll(() => ada.getByRole('region', { name: 'History' }).getByRole('listitem').count()).toBe(4)
  const file = await ada.request.get(
    `/api/v1/tenants/${tenant}/cases/${number}/activity/export?format=csv&q=${encodeURIComponent("kind = 'comment_edited'")}`,
  )
  expect(await file.text()).toContain('It was quiet.')
  expect(faults).toEqual([[], []])
})
