import { expect, test } from 'vitest'
import { finding, send } from './browser'
import { beginOnCases, faults, page, tenant } from './page'
import { tellSources } from './sources'

beginOnCases()

const row = (name: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) })
const day = async () => {
  const answer = await page.request.get(`/api/v1/tenants/${tenant}/sources`)
  const { items } = (await answer.json()) as { items: { source: string; day: number }[] }
  return items.find((s) => s.source === 'ocsf')?.day ?? 0
}
const told = async () => {
  const text = await row('ocsf').getByRole('cell').nth(2).innerText()
  return Number(text.split(/\s/)[0]?.replaceAll(',', ''))
}

test('what a source sends is told on an open page, and leads to its detections', async () => {
  await send(page, tenant, [finding(`source-${Date.now()}`, 'A first word')])
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  await page.getByRole('heading', { level: 1, name: 'Sources' }).waitFor()
  await row('ocsf').getByText('it is too new to tell what is usual').waitFor()
  await row('ocsf')
    .getByRole('img', { name: /^By hour, the earliest first: / })
    .waitFor()
  await page.getByRole('status').getByText('Live').waitFor()
  const before = await day()
  const another = async () => {
    await send(page, tenant, [finding(`source-${Date.now()}`, 'Another word')])
    return told()
  }
  // Word of what came shortly after a look does not lead to the next: more than one is sent.
  await expect.poll(another, { interval: 1000, timeout: 8000 }).toBeGreaterThan(before)
  await row('ocsf').getByRole('link').click()
  await page.waitForURL(/detections\?q=source/)
  await page
    .getByRole('link', { name: /A(nother| first) word/ })
    .first()
    .waitFor()
  expect(faults).toEqual([])
})

test('a source in trouble comes first, and is named where a list is empty', async () => {
  await page.goto(`/t/${tenant}/sources`)
  await tellSources(page)
  await row('suricata').getByText('Silent', { exact: true }).waitFor()
  const names = await page.getByRole('rowheader').allInnerTexts()
  expect(names).toEqual(['suricata', 'wazuh', 'zeek', 'ocsf'])
  await row('wazuh').getByText('Quieter than usual').waitFor()
  await row('suricata').getByText('pauses of 12 min at most').waitFor()

  const nothing = encodeURIComponent("title = 'nothing at all'")
  for (const list of ['cases', 'detections']) {
    await page.goto(`/t/${tenant}/${list}?q=${nothing}`)
    const lines = page.getByRole('list', { name: 'Sources' }).getByRole('listitem')
    await lines.first().waitFor()
    expect(await lines.allInnerTexts()).toEqual([
      expect.stringContaining('suricata has been silent for 5 hours'),
      expect.stringContaining('wazuh sent 2 in the last 3 hours'),
    ])
  }
  await page.getByRole('link', { name: 'See what sources send' }).click()
  await page.getByRole('heading', { level: 1, name: 'Sources' }).waitFor()
  expect(faults).toEqual([])
})

test('where nothing was ever sent, the page says how', async () => {
  await page.route('**/api/v1/tenants/*/sources', (route) =>
    route.fulfill({ json: { items: [], at: new Date().toISOString() } }),
  )
  await page.route('**/api/v1/tenants/*/detections?*', (route) => route.fulfill({ json: { items: [] } }))
  await page.goto(`/t/${tenant}/sources`)
  await page.getByRole('heading', { level: 1, name: 'No source has sent anything yet' }).waitFor()
  await page.getByText('caseweave ingest --url').waitFor()
  await page.goto(`/t/${tenant}/detections`)
  await page.getByText('Nothing has been sent to this tenant.').waitFor()
  await page.getByText('caseweave ingest --url').waitFor()
  expect(faults).toEqual([])
})
