import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core'
import { inject } from 'vitest'
import { watchPolicy } from './violations'

declare module 'vitest' {
  interface ProvidedContext {
    url: string
    /** Where the one browser of the run listens. */
    browser: string
    /** The logged-in browser's cookies. */
    state: Exclude<BrowserContextOptions['storageState'], string | undefined>
    /** Those of Ada Lovelace's. */
    other: Exclude<BrowserContextOptions['storageState'], string | undefined>
  }
}

/** The browser that all files share; to close it ends the caller's pages. */
export const launch = () => chromium.connect(inject('browser'))

/** A logged-in page; faults of the page itself fail the test that `faults` is read in. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({
    baseURL: inject('url'),
    storageState: inject('state'),
    viewport: { width: 1440, height: 900 },
    ...options,
  })
  await watchPolicy(context)
  return { ...(await anotherPage(context)), close: () => context.close() }
}

/** One more page of a browser that holds others: what they loaded, it need not load again. */
export async function anotherPage(context: BrowserContext) {
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  const faults: string[] = []
  page.on('pageerror', (e) => faults.push(e.message))
  page.on('console', (m) => {
    if (m.type() === 'error' && !m.text().startsWith('Failed to load resource')) faults.push(m.text())
  })
  return { page, faults }
}

/** The name of the first tenant in the address that the page chose. */
export async function openCases(page: Page): Promise<string> {
  await page.goto('/')
  await page.waitForURL(/\/t\/[^/]+\/cases/)
  await page.getByRole('heading', { name: 'Cases', exact: true }).waitFor()
  return new URL(page.url()).pathname.split('/')[2] as string
}

/** An OCSF detection finding that is severe enough to open a case. */
export function finding(
  uid: string,
  title: string,
  more: { host?: string; severity?: number; tactics?: object[] } = {},
) {
  return {
    class_uid: 2004,
    activity_id: 1,
    category_uid: 2,
    severity_id: more.severity ?? 4,
    time: Date.now(),
    metadata: { version: '1.3.0', product: { name: 'End to end', vendor_name: 'Caseweave' } },
    finding_info: { uid, title, analytic: { uid: `rule-${title}`, type_id: 1 }, created_time: Date.now() },
    attacks: [
      {
        technique: { uid: 'T1110', name: 'Brute Force' },
        tactics: more.tactics ?? [{ uid: 'TA0006', name: 'Credential Access' }],
      },
    ],
    device: { hostname: more.host ?? `host-${uid}`, type_id: 1 },
  }
}

/** Sends findings as a product would: with the token if there is one, else as who is logged in. */
export async function send(page: Page, tenant: string, findings: unknown[]) {
  const token = process.env.CASEWEAVE_TOKEN
  const answer = await page.request.post(`/api/v1/tenants/${tenant}/detections?source=ocsf`, {
    headers: {
      'content-type': 'application/json',
      origin: inject('url'),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    data: JSON.stringify(findings),
  })
  if (!answer.ok()) throw new Error(`${answer.status()} ${await answer.text()}`)
  return answer.json() as Promise<{ accepted: number; cases: string[] }>
}
