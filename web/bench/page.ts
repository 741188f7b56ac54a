/**
 * How fast the page is with 100,000 cases and one of 10,000 detections, in Chromium against a
 * server that holds only these: run it by `make bench-page`. CASEWEAVE_URL, CASEWEAVE_USER and
 * CASEWEAVE_PASSWORD say where and as whom; a one-time password is exchanged.
 */
import { chromium, type Page } from 'playwright-core'

const need = (name: string) => {
  const value = process.env[name]
  if (!value) throw new Error(`${name} must be set`)
  return value
}
const cases = Number(process.env.CASES ?? 100_000)
const members = Number(process.env.MEMBERS ?? 10_000)
const rounds = Number(process.env.ROUNDS ?? 15)

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
})
const page = await browser.newPage({ baseURL: need('CASEWEAVE_URL'), viewport: { width: 1440, height: 900 } })
page.setDefaultTimeout(60_000)
// The browser itself tells how long it took from an input to the next frame, and of long tasks.
await page.addInitScript(() => {
  const told = { inputs: [] as number[], tasks: [] as number[] }
  Object.assign(window, { told })
  new PerformanceObserver((l) => told.inputs.push(...l.getEntries().map((e) => e.duration))).observe({
    type: 'event',
    durationThreshold: 16,
  } as PerformanceObserverInit)
  new PerformanceObserver((l) => told.tasks.push(...l.getEntries().map((e) => e.duration))).observe({
    type: 'longtask',
  })
})
await logIn(page)
const api = '/api/v1/tenants/default'
const big = process.env.LARGE ?? (await fill())

console.log(
  `| in the page, ${cases.toLocaleString('en')} cases | click to frame, median ms | p99 | all there, median ms | p99 |`,
)
console.log('|---|--:|--:|--:|--:|')
await page.goto('/t/default/cases')
await page.getByRole('row').nth(10).waitFor()
await row('a sort of the list', async (i) => {
  const name = ['Score', 'Severity'][i % 2] as string
  await settled(() => page.getByRole('columnheader', { name }).getByRole('button').click())
})
await row('a shipped view', async (i) => {
  const label = ['Unassigned critical', 'All', 'Mine', 'Open'][i % 4] as string
  await settled(async () => void (await page.getByLabel('View').selectOption({ label })))
})
await page.getByLabel('View').selectOption({ label: 'Open' })
await scrolling()
for (const [tab, there] of [
  ['Overview', () => page.getByRole('heading', { name: 'Devices and users' })],
  [/^Detections/, () => page.getByRole('row').nth(5)],
  ['History', () => page.getByText(/added/).first()],
] as const) {
  await page.goto(`/t/default/cases/${big}/${tab === 'History' ? 'overview' : 'history'}`)
  const nav = page.getByRole('navigation', { name: 'Case' })
  await nav.getByRole('link', { name: tab }).waitFor()
  await row(
    `the case of ${members.toLocaleString('en')}: ${tab === 'Overview' || tab === 'History' ? tab : 'Detections'}`,
    async () => {
      const ms = await settled(() => nav.getByRole('link', { name: tab }).click(), there)
      await nav.getByRole('link', { name: tab === 'History' ? 'Overview' : 'History' }).click()
      await page.waitForTimeout(100)
      return ms
    },
  )
}
await browser.close()

async function logIn(p: Page) {
  await p.goto('/')
  await p.getByLabel('User').fill(need('CASEWEAVE_USER'))
  await p.getByRole('textbox', { name: 'Password' }).fill(need('CASEWEAVE_PASSWORD'))
  await p.getByRole('button', { name: 'Log in' }).click()
  const own = p.getByRole('heading', { name: 'Choose your own password' })
  const inside = p.getByRole('navigation', { name: 'Main' })
  await own.or(inside).waitFor()
  if (await own.isVisible()) {
    await p.getByLabel('New password', { exact: true }).fill('a password for one bench')
    await p.getByLabel('New password again').fill('a password for one bench')
    await p.getByRole('button', { name: 'Save and continue' }).click()
  }
  await inside.waitFor()
}

/** An OCSF finding of its own host and kind, so that nothing ties it to others. */
function finding(i: number, severity: number) {
  const now = Date.now()
  return JSON.stringify({
    class_uid: 2004,
    severity_id: severity,
    time: now,
    finding_info: {
      uid: `f${i}`,
      title: `Finding ${i}`,
      analytic: { uid: `a${i}`, type_id: 1 },
      created_time: now,
    },
    device: { hostname: `host-${i}`, type_id: 1 },
    actor: { user: { name: `user-${i % 5000}$` } },
    attacks: [{ technique: { uid: 'T1110' }, tactics: [{ uid: 'TA0006', name: 'Credential Access' }] }],
  })
}

async function send(from: number, to: number, severity: number) {
  for (let i = from; i < to; i += 5000) {
    const data = Array.from({ length: Math.min(5000, to - i) }, (_, j) => finding(i + j, severity)).join('\n')
    const answer = await page.request.post(`${api}/detections?source=ocsf`, {
      headers: { 'Content-Type': 'application/x-ndjson' },
      data,
      timeout: 120_000,
    })
    if (!answer.ok()) throw new Error(await answer.text())
  }
}

/** Cases of one detection, and one of many that were added by hand; answers its number. */
async function fill(): Promise<string> {
  await send(0, cases, 4)
  await send(cases, cases + members, 1)
  const opened = await page.request.post(`${api}/cases`, { data: { title: 'The large one' } })
  const { number } = (await opened.json()) as { number: string }
  let cursor: string | undefined
  for (let added = 0; added < members; ) {
    const query = new URLSearchParams({
      q: "severity < 0.2 AND status = 'open'",
      limit: '100',
      ...(cursor && { cursor }),
    })
    const detections: string[] = []
    while (detections.length < Math.min(1000, members - added)) {
      const list = (await (await page.request.get(`${api}/detections?${query}`)).json()) as {
        items: { id: string }[]
        next_cursor?: string
      }
      detections.push(...list.items.map((d) => d.id))
      cursor = list.next_cursor
      if (!cursor) break
      query.set('cursor', cursor)
    }
    const answer = await page.request.post(`${api}/cases/${number}/detections`, {
      data: { detections },
      timeout: 120_000,
    })
    if (!answer.ok()) throw new Error(await answer.text())
    added += detections.length
  }
  return number
}

/** How long until what a deed shows is drawn: nothing is being read any more, and a frame was painted. */
async function settled(
  deed: () => Promise<void>,
  there?: () => { waitFor: () => Promise<void> },
): Promise<number> {
  const begun = performance.now()
  const read = there ? there().waitFor() : page.waitForResponse((r) => r.url().includes(api))
  await deed()
  await (there ? there().waitFor() : read)
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  return performance.now() - begun
}

async function row(name: string, once: (i: number) => Promise<unknown>) {
  const took: number[] = []
  const inputs: number[] = []
  for (let i = 0; i < rounds; i++) {
    await told()
    const begun = performance.now()
    const ms = await once(i)
    took.push(typeof ms === 'number' ? ms : performance.now() - begun)
    inputs.push(Math.max(0, ...(await told()).inputs))
  }
  console.log(
    `| ${name} | ${share(inputs, 0.5)} | ${share(inputs, 0.99)} | ${share(took, 0.5)} | ${share(took, 0.99)} |`,
  )
}

function share(all: number[], of: number) {
  const sorted = all.toSorted((a, b) => a - b)
  return (sorted[Math.min(sorted.length - 1, Math.floor(of * sorted.length))] ?? 0).toFixed(0)
}

/** What the browser told since it was last asked. */
function told() {
  return page.evaluate(() => {
    const { told } = window as unknown as { told: { inputs: number[]; tasks: number[] } }
    return { inputs: told.inputs.splice(0), tasks: told.tasks.splice(0) }
  })
}

/** How long the page is busy at a time while the list scrolls, and how many rows it holds. */
async function scrolling() {
  await page.waitForTimeout(500)
  await told()
  await page.mouse.move(700, 500)
  let most = 0
  for (let i = 0; i < 200; i++) {
    await page.mouse.wheel(0, 600)
    await page.waitForTimeout(16)
    most = Math.max(most, await page.evaluate(() => document.querySelectorAll('[role="row"]').length))
  }
  const { tasks } = await told()
  console.log(
    `| scrolling: tasks over 50 ms, ${tasks.length} of them | ${share(tasks, 0.5)} | ${share(tasks, 0.99)} | | |`,
  )
  console.log(`| rows in the document, at most ${most} | | | | |`)
}
