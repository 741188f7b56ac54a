import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { violations } from './axe'
import { finding, openCases, openPage, send } from './browser'
import { beginOnCases, browser, faults, mark, page, tenant } from './page'

beginOnCases()

const choice = (p: Page) => p.getByLabel('View', { exact: true })
const chosen = (p: Page) => choice(p).locator('option:checked').textContent()
const headers = (p: Page) => p.getByRole('columnheader').allTextContents()
const more = async (p: Page, deed: string) => {
  await p.getByRole('button', { name: 'More for this list' }).click()
  await p.getByRole('menuitem', { name: deed }).click()
}

/** Saves what the list shows. */
async function save(p: Page, name: string) {
  await more(p, 'Save view…')
  await p.getByRole('dialog').getByLabel('Name').fill(name)
  await p.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click()
  await expect.poll(() => chosen(p)).toBe(name)
}

test('a view keeps filter, order and columns, here and in every browser of its keeper', async () => {
  await send(page, tenant, [finding(mark, `Kept ${mark}`)])
  const q = `title CONTAINS '${mark}'`
  await page.goto(`/t/${tenant}/cases?q=${encodeURIComponent(q)}&sort=-score`)
  await page.getByRole('row', { name: new RegExp(mark) }).waitFor()
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('checkbox', { name: 'Priority' }).check()
  await page.getByRole('checkbox', { name: 'Created' }).uncheck()
  await page.keyboard.press('Escape')
  await save(page, mark)
  await page.reload()
  await page.getByRole('columnheader', { name: 'Priority' }).waitFor()
  await expect.poll(() => chosen(page)).toBe(mark)

  const other = await openPage(browser)
  await openCases(other.page)
  await other.page.getByRole('columnheader', { name: 'Created' }).waitFor()
  expect(await headers(other.page)).not.toContain('Priority')
  await choice(other.page).selectOption(mark)
  await other.page.getByRole('columnheader', { name: 'Priority' }).waitFor()
  await other.page.getByRole('row', { name: new RegExp(mark) }).waitFor()
  await other.page.getByRole('columnheader', { name: 'Created' }).waitFor({ state: 'detached' })
  await other.page.locator('[aria-sort="descending"]', { hasText: /^Score$/ }).waitFor()
  await choice(other.page).selectOption('Open')
  await other.page.getByRole('columnheader', { name: 'Created' }).waitFor()
  expect(other.faults).toEqual([])
  await other.close()
  expect(faults).toEqual([])
})

test('what differs from a view is saved, and that is taken back; two windows lose nothing', async () => {
  await save(page, mark)
  const other = await openPage(browser)
  await other.page.goto(page.url())
  await other.page.getByRole('row').nth(1).waitFor()
  await page.getByRole('columnheader', { name: 'Score' }).getByRole('button').click()
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page.getByText(`“${mark}” saved.`).waitFor()
  await expect.poll(() => page.getByRole('button', { name: 'Save changes' }).count()).toBe(0)

  await other.page.getByRole('columnheader', { name: 'Number' }).getByRole('button').click()
  await other.page.getByRole('button', { name: 'Save changes' }).click()
  await other.page.getByText(`The view “${mark}” has changed since you looked`, { exact: false }).waitFor()
  await more(other.page, 'Back to how it was saved')
  await other.page.waitForURL(/sort=-score/)
  await other.close()

  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText(`Taken back: “${mark}” saved.`).waitFor()
  await page.getByRole('button', { name: 'Save changes' }).waitFor()
  await more(page, 'Back to how it was saved')
  await expect.poll(() => new URL(page.url()).searchParams.get('sort')).toBe(null)
  expect(faults).toEqual([])
})

test('views are renamed, ordered and deleted, and a deleted one comes back where it was', async () => {
  const own = async () =>
    (await choice(page).locator('optgroup option').allTextContents()).filter((n) => n.startsWith(mark))
  await save(page, `${mark} a`)
  await save(page, `${mark} b`)
  await more(page, 'Rename…')
  await page.getByRole('dialog').getByLabel('Name').fill(`${mark} A`)
  await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('dialog').getByText('already').waitFor()
  expect(await violations(page)).toEqual([])
  await page.getByRole('dialog').getByLabel('Name').fill(`${mark} c`)
  await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click()
  await expect.poll(own).toEqual([`${mark} a`, `${mark} c`])
  await more(page, 'Move up')
  await expect.poll(own).toEqual([`${mark} c`, `${mark} a`])
  await more(page, 'Delete')
  await expect.poll(own).toEqual([`${mark} a`])
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(own).toEqual([`${mark} c`, `${mark} a`])
  expect(faults).toEqual([])
})

test('columns are chosen by keys, remembered by the browser, and handed on by a link', async () => {
  await send(page, tenant, [finding(mark, `Columns ${mark}`)])
  await page.goto(`/t/${tenant}/detections`)
  await page.getByRole('row').nth(1).waitFor()
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('What do you want to do?').fill('Columns')
  await page.keyboard.press('Enter')
  const columns = page.getByRole('list', { name: 'Columns' })
  await columns.waitFor()
  expect(await violations(page)).toEqual([])
  await columns.getByRole('checkbox', { name: 'Command line' }).focus()
  await page.keyboard.press('Space')
  const up = columns.getByRole('button', { name: 'Move Command line up' })
  await up.focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await expect
    .poll(async () => (await headers(page)).slice(1, 4))
    .toEqual(['Severity', 'Command line', 'Title'])
  await up.and(page.locator(':focus')).waitFor()
  await page.keyboard.press('Escape')
  await page.reload()
  await page.getByRole('columnheader', { name: 'Command line' }).waitFor()
  expect(new URL(page.url()).searchParams.has('columns')).toBe(false)
  const file = await page.request.get(
    `/api/v1/tenants/${tenant}/detections/export?columns=severity,command_line,title`,
  )
  expect((await file.text()).split('\n')[0]).toBe('severity,command_line,title')

  await page.goto(`/t/${tenant}/detections?columns=title,count,nonsense`)
  await page.getByRole('columnheader', { name: 'Count' }).waitFor()
  await expect.poll(() => headers(page)).toEqual(['Picked', 'Title', 'Count'])
  await page.goto(`/t/${tenant}/detections`)
  await page.getByRole('columnheader', { name: 'Command line' }).waitFor()
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('button', { name: 'The usual columns' }).click()
  await expect.poll(() => headers(page)).not.toContain('Command line')
  await expect.poll(() => columns.getByRole('checkbox', { name: 'Command line' }).isChecked()).toBe(false)
  await columns.getByRole('checkbox', { name: 'Title', disabled: true }).waitFor()
  expect(faults).toEqual([])
})

test('a view and its columns are at hand on a phone, and in the dark', async () => {
  const phone = await openPage(browser, { viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
  await phone.page.goto(`/t/${tenant}/cases`)
  await phone.page.getByRole('row').nth(1).waitFor()
  await save(phone.page, `${mark} on a phone`)
  await phone.page.getByRole('button', { name: 'Columns' }).click()
  await phone.page.getByText('There is room for columns on a wider screen.').waitFor()
  expect(await violations(phone.page)).toEqual([])
  await phone.page.keyboard.press('Escape')
  await phone.page.getByRole('button', { name: 'More for this list' }).click()
  await phone.page.getByRole('menuitem', { name: 'Rename…' }).waitFor()
  expect(await violations(phone.page)).toEqual([])
  expect(await phone.page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  expect(phone.faults).toEqual([])
  await phone.close()
})
