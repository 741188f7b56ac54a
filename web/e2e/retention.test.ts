import { expect, test } from 'vitest'
import { finding, send } from './browser'
import { beginOnCases, faults, page, tenant } from './page'

/** Sets bounds as another person would, while this one looks at the page. */
const set = (bounds: object) => page.request.patch(`/api/v1/tenants/${tenant}/settings`, { data: bounds })

beginOnCases(async () => {
  await set({ keep_open: '0s', keep_settled: '0s', detections_stay: false })
  await send(page, tenant, [finding(`weak-${Date.now()}`, `Weak ${Date.now()}`, { severity: 1 })])
  await page.goto(`/t/${tenant}/automatic/settings`)
})

const openOnes = () => page.getByLabel('Keep open detections for')
const settledOnes = () => page.getByLabel('Keep closed and ignored detections for')
const save = () => page.getByRole('button', { name: 'Save settings' }).click()
const notices = () => page.getByRole('region', { name: 'Notices' })
const question = () => page.getByRole('dialog', { name: 'Remove detections for good?' })

/** Lets the server foresee that open detections go, as it would months after the first came. */
async function foresee(count: number) {
  await page.route(/\/retention\?/, async (route) => {
    const answer = await route.fetch()
    const forecast = await answer.json()
    Object.assign(forecast.retired[0], {
      count,
      oldest: '2026-02-03T10:00:00Z',
      newest: '2026-03-04T10:00:00Z',
    })
    await route.fulfill({ response: answer, json: forecast })
  })
}

test('bounds are saved at once where they remove nothing, and undone', async () => {
  await page.getByText('Nothing is removed.').first().waitFor()
  await settledOnes().fill('3650d')
  await page.getByText('Nothing would be removed now.').waitFor()
  await save()
  await notices().getByText('The settings were saved.').waitFor()
  await set({ detections_stay: true })
  await notices().getByRole('button', { name: 'Undo' }).click()
  await notices().getByText('The settings are as they were.').waitFor()
  await expect.poll(() => settledOnes().inputValue()).toBe('0s')
  // What somebody else changed meanwhile stays.
  expect(await page.getByLabel('Detections stay as they are').isChecked()).toBe(true)
  await set({ detections_stay: false })
  expect(faults).toEqual([])
})

test('bounds out of range are refused at their field', async () => {
  await openOnes().fill('1h')
  await save()
  await page.getByText('Detections are kept from one day to ten years').first().waitFor()
  await openOnes().and(page.locator('[aria-invalid="true"]')).waitFor()
})

test('what would be removed is shown while one writes, listed, and asked about before it is saved', async () => {
  await foresee(1234)
  await openOnes().fill('3650d')
  await page.getByText(/^1,234 detections would be removed now, received from/).waitFor()
  await save()
  await question().getByText('1,234 detections will be removed').waitFor()
  await question().getByRole('button', { name: 'Cancel' }).click()
  const settings = await page.request.get(`/api/v1/tenants/${tenant}/settings`)
  expect((await settings.json()).keep_open).toBe('0s')

  await save()
  await question().getByRole('button', { name: 'Save and remove' }).click()
  await notices().getByText('The settings were saved.').waitFor()
  await notices().getByRole('button', { name: 'Undo' }).click()
  await notices().getByText('The settings are as they were.').waitFor()

  await expect.poll(() => openOnes().inputValue()).toBe('0s')
  await openOnes().fill('3649d')
  await page.getByRole('link', { name: 'Show them' }).click()
  await page
    .getByRole('dialog', { name: 'Leave without saving?' })
    .getByRole('button', { name: 'Leave' })
    .click()
  await page.getByText('No detection matches').waitFor()
  const q = new URL(page.url()).searchParams.get('q')
  expect(q).toMatch(/^status = 'open' AND received_at < '.+' AND last_seen_at < '.+'$/)
  expect(faults).toEqual([])
})
