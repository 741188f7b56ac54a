import { describe, expect, test } from 'vitest'
import { finding, send } from './browser'
import { beginOnCases, mark, page, tenant } from './page'

beginOnCases()

describe('the filter', () => {
  test('is part of the address and says where a mistake is', async () => {
    const filter = page.getByRole('textbox', { name: 'Filter cases' })
    await filter.fill("title CONTAINS 'x' AND severty = 'high'")
    await filter.press('Enter')
    await page.getByRole('alert').getByText('severty').waitFor()
    expect(new URL(page.url()).searchParams.get('q')).toContain('severty')
    await filter.and(page.locator('[aria-invalid="true"]')).waitFor()
  })
  test('finds a case by its title and offers to clear itself where it finds none', async () => {
    const uid = `find-${Date.now()}`
    await send(page, tenant, [finding(uid, `Needle ${uid}`)])
    await page.goto(`/t/${tenant}/cases?q=${encodeURIComponent(`title CONTAINS '${uid}'`)}`)
    await page.getByRole('row', { name: new RegExp(uid) }).waitFor()
    await page.goto(`/t/${tenant}/cases?q=${encodeURIComponent(`title = 'no ${uid}'`)}`)
    await page.getByRole('button', { name: 'Clear the filter', exact: true }).last().click()
    await page.getByRole('table', { name: 'Cases' }).waitFor()
  })
})

test('a column’s name sorts by it, and the address keeps the order', async () => {
  const sorted = page.locator('[aria-sort="descending"]', { hasText: 'Score' })
  await page.getByRole('columnheader', { name: 'Score' }).getByRole('button').click()
  await sorted.waitFor()
  await page.waitForURL(/sort=-score/)
  await page.reload()
  await sorted.waitFor()
})

test('the keyboard goes everywhere', async () => {
  await send(page, tenant, [finding(mark, `Keyboard ${mark}`)])
  await page.goto(`/t/${tenant}/cases?q=${encodeURIComponent(`title CONTAINS '${mark}'`)}`) // where nothing else arrives
  await page.getByRole('row', { name: new RegExp(mark) }).waitFor()
  await page.keyboard.press('j')
  await page.locator('[data-row="0"] a[data-opens]:focus').waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/cases\/[^/]+\/overview/)
  await page.getByRole('heading', { name: 'Latest activity' }).waitFor()
  await page.keyboard.press('2')
  await page.waitForURL(/\/detections$/)
  await page.getByRole('textbox', { name: 'Filter the detections of this case' }).waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('d')
  await page.waitForURL(new RegExp(`/t/${tenant}/detections$`))
  await page.getByRole('heading', { name: 'Detections', exact: true }).waitFor()
  await page.keyboard.press('/')
  await page.getByRole('textbox', { name: 'Filter detections' }).and(page.locator(':focus')).waitFor()
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('What do you want to do?').waitFor()
  await page.keyboard.press('Escape')
})
