import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { finding, openCases, openPage, send } from './browser'
import { browser, openBrowser } from './page'

openBrowser()

const evil = '<img src=x onerror="window.acted=1"><script>window.acted=1</script>\u202egpj.exe'

/** Nothing acted, nothing stands out of the page, and nothing turned round what is beside it. */
async function harmless(page: Page, where: string) {
  expect([where, await page.evaluate(() => 'acted' in window)]).toEqual([where, false])
  expect([where, await page.evaluate(() => document.querySelectorAll('img[src="x"]').length)]).toEqual([
    where,
    0,
  ])
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  const high = await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight)
  expect([where, wide <= 0, high <= 0]).toEqual([where, true, true])
  const raw = await page.evaluate(() => document.body.innerText.includes('\u202e'))
  expect([where, raw]).toEqual([where, false])
}

test('a title of half a megabyte, scripts and marks of direction are harmless wherever they are shown', async () => {
  const { page, faults, close } = await openPage(browser)
  const tenant = await openCases(page)
  const uid = `hostile-${Date.now().toString(36)}`
  const title = `=HYPERLINK("http://evil.example") ${uid} ${evil} ${'long '.repeat(95_000)}`
  const sent = await send(page, tenant, [
    { ...finding(uid, title, { host: `${uid}${evil}` }), message: evil },
  ])
  const number = sent.cases[0] as string
  const api = `/api/v1/tenants/${tenant}/cases/${number}`
  const tag = `${evil.replaceAll(',', '')} tag`.slice(0, 90)
  const change = await page.request.patch(api, {
    data: { description: evil, add_tags: [tag], type: 'x'.repeat(100) },
  })
  expect(change.status()).toBe(200)
  const comment = await page.request.post(`${api}/comments`, {
    data: { text: `${evil} [a](javascript:window.acted=1)` },
  })
  expect(comment.ok()).toBe(true)
  const other = await send(page, tenant, [finding(`${uid}-2`, `Other ${uid}`)])
  const tie = await page.request.post(`${api}/ties`, {
    data: { case: other.cases[0], kind: 'related', why: evil },
  })
  expect(tie.ok()).toBe(true)
  const { items } = (await (await page.request.get(`${api}/detections`)).json()) as {
    items: { id: string }[]
  }

  const listed = page.getByRole('row').filter({ hasText: uid })
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height })
    for (const [where, there] of [
      [`cases?q=${encodeURIComponent(`title CONTAINS '${uid}'`)}`, listed],
      [
        `cases?q=${encodeURIComponent(`title CONTAINS '${uid}'`)}&preview=${number}`,
        page.getByText('Open the case'),
      ],
      [`cases/${number}/overview`, page.getByText(`Other ${uid}`)],
      [`cases/${number}/detections`, listed],
      [`cases/${number}/history`, page.getByText('opened the case')],
      [`detections?q=${encodeURIComponent(`title CONTAINS '${uid}'`)}`, listed],
      [`detections/${items[0]?.id}`, page.getByText(uid)],
      [`automatic/logs?detection=${items[0]?.id}`, listed],
    ] as const) {
      await page.goto(`/t/${tenant}/${where}`)
      await there.first().waitFor()
      await harmless(page, `${where} at ${width}`)
    }
    await page.goto(`/all/cases?q=${encodeURIComponent(`title CONTAINS '${uid}'`)}`)
    await listed.first().waitFor()
    await harmless(page, `cases of all tenants at ${width}`)
    await page.goto(`/t/${tenant}/cases/${number}/overview`)
    const comments = page.getByRole('button', { name: /^Comments/ })
    await comments.waitFor()
    // They stay open from one look to the next.
    if ((await comments.getAttribute('aria-pressed')) !== 'true') await comments.click()
    await page.getByText('window.acted=1').first().waitFor()
    await harmless(page, `comments at ${width}`)
  }
  const csv = await (
    await page.request.get(
      `/api/v1/tenants/${tenant}/cases/export?format=csv&q=${encodeURIComponent(`title CONTAINS '${uid}'`)}`,
    )
  ).text()
  expect(csv).toContain(uid)
  expect(csv.split(/[\n,]/).filter((cell) => /^"?[=+@\t-]/.test(cell))).toEqual([])
  expect(faults).toEqual([])
  await close()
}, 120_000)
