import type { BrowserContext, Locator, Page } from 'playwright-core'
import { beforeAll, expect, inject, test } from 'vitest'
import { violations } from './axe'
import { anotherPage, finding, openCases, openPage, send } from './browser'
import { browser, openBrowser } from './page'
import { tellSources } from './sources'

let context: BrowserContext
let tenant: string
let number: string
openBrowser()
beforeAll(async () => {
  const { page, close } = await openPage(browser)
  context = page.context()
  tenant = await openCases(page)
  const uid = `axe-${Date.now()}`
  const answer = await send(page, tenant, [finding(uid, `Accessible ${uid} \u202e`)])
  number = answer.cases[0] as string
  const data = { text: 'Seen **before**, see https://example.com/a and `id`.' }
  await page.request.post(`/api/v1/tenants/${tenant}/cases/${number}/comments`, { data })
  await context.addInitScript(() => localStorage.clear()) // each screen is as whoever comes first sees it
  return close
})

/** Screens and how to come to them; a locator that `ready` answers is to be seen in every look. */
const screens: [name: string, path: () => string, ready: (p: Page) => Promise<unknown>][] = [
  ['cases', () => '/cases', (p) => p.getByRole('row').nth(1).waitFor()],
  ['insights', () => '/insights', (p) => p.getByRole('table').nth(3).waitFor()],
  ['sources', () => '/sources', troubledSources],
  ['detections, none', () => `/detections?q=title%20=%20'nothing at all'`, troubledLines],
  ['audit', () => `/settings/tenant:${tenant}/audit`, (p) => p.getByText('SHA256:').first().waitFor()],
  ['kill chain', () => '/kill-chain', (p) => p.getByRole('region', { name: 'ATT&CK matrix' }).waitFor()],
  ['kill chain, table', () => '/kill-chain?as=table', (p) => p.getByRole('row').nth(1).waitFor()],
  ['cases, filter mistaken', () => '/cases?q=severty', (p) => p.getByRole('alert').waitFor()],
  [
    'cases, none',
    () => `/cases?q=title%20=%20'nothing at all'`,
    (p) => p.getByText('No case matches').waitFor(),
  ],
  ['case overview', () => `/cases/${number}/overview`, unfold],
  ['case comments', () => `/cases/${number}/overview`, openComments],
  ['case merge', () => `/cases/${number}/overview`, openMerge],
  ['case detections, score', () => `/cases/${number}/detections`, openScore],
  ['cases, picked', () => '/cases', pickFirst],
  [
    'cases, preview',
    () => `/cases?preview=${number}`,
    (p) => p.getByRole('link', { name: 'Open the case' }).waitFor(),
  ],
  ['cases, new', () => '/cases', openNewCase],
  ['detections, picked', () => '/detections', pickFirst],
  ['case detections', () => `/cases/${number}/detections`, (p) => p.getByRole('row').nth(1).waitFor()],
  ['case detections, of a stage', () => `/cases/${number}/detections`, openStage],
  ['case detection beside', () => `/cases/${number}/detections`, openBeside],
  ['case history', () => `/cases/${number}/history`, (p) => p.getByRole('listitem').first().waitFor()],
  ['detections', () => '/detections', (p) => p.getByRole('row').nth(1).waitFor()],
  ['detection', () => '/detections', openDetection],
  ['rules', () => '/automatic/rules', (p) => p.getByRole('row').nth(1).waitFor()],
  ['import', () => '/automatic/rules?panel=import', (p) => p.getByText('Drop a YAML file').waitFor()],
  ['rule details', () => '/automatic/rules/new', (p) => p.getByLabel('Title').waitFor()],
  ['rule criteria', () => '/automatic/rules/new?step=criteria', writeMistake],
  ['rule grouping', firstRule('grouping'), (p) => p.getByRole('list', { name: 'Rows' }).first().waitFor()],
  ['rule backtest', firstRule('backtest'), runBacktest],
  ['rule versions', () => `${firstRule('details')()}&panel=versions`, versions],
  [
    'templates',
    () => '/automatic/templates',
    (p) => p.getByRole('heading', { name: 'Templates', exact: true }).waitFor(),
  ],
  ['template', () => '/automatic/templates/new', (p) => p.locator('.cm-content').first().waitFor()],
  ['logs, none', () => '/automatic/logs', (p) => p.getByText('Say what to look for').waitFor()],
  ['logs', () => '/automatic/logs?kind=created', (p) => p.getByRole('row').nth(1).waitFor()],
  ['log entry', () => '/automatic/logs?kind=created', openEntry],
  ['backtests', () => '/automatic/backtests', (p) => p.getByRole('heading', { name: 'Backtests' }).waitFor()],
  ['settings', () => '/automatic/settings', (p) => p.getByLabel('Time zone').first().waitFor()],
  ['settings, bounds of retention', () => '/automatic/settings', writeBound],
  ['keys', () => '/cases', openKeys],
  ['palette', () => '/cases', openPalette],
  ['account', () => '/cases', openAccount],
  ['second factor', () => '/account/second-factor', (p) => p.getByLabel('Current password').waitFor()],
  ['sessions', () => '/account/sessions', (p) => p.getByText('This one').waitFor()],
  ['sign-in', () => '/settings/root/sign-in', (p) => p.getByLabel('Require a second factor').waitFor()],
  ['people', () => `/settings/tenant:${tenant}/people`, (p) => p.getByText('From above').waitFor()],
  ['tokens', () => '/settings/root/tokens', (p) => p.getByRole('button', { name: 'New token' }).waitFor()],
  [
    'identity providers',
    () => '/settings/root/identity-providers',
    (p) => p.getByRole('heading', { name: 'Identity providers' }).waitFor(),
  ],
  ['acts', () => '/settings/root/acts', (p) => p.getByRole('listitem').first().waitFor()],
  ['nothing there', () => '/nothing', (p) => p.getByText('There is nothing here').waitFor()],
]

function firstRule(step: string) {
  return () => `/automatic/rules/same-host-or-user?step=${step}`
}

/** What is seen, once it is. */
async function seen(there: Locator) {
  await there.waitFor()
  return there
}

async function troubledSources(p: Page) {
  await tellSources(p)
  return seen(p.getByRole('cell', { name: 'Silent', exact: false }))
}

async function troubledLines(p: Page) {
  await tellSources(p)
  return seen(p.getByRole('list', { name: 'Sources' }))
}

async function writeBound(p: Page) {
  await p.getByLabel('Keep open detections for').fill('1d')
  return seen(p.getByText('Nothing would be removed now.'))
}

async function writeMistake(p: Page) {
  await p.getByRole('textbox', { name: 'Filter', exact: true }).fill("severty = 'x' AND")
  await p.getByText(/^Column/).waitFor()
  await p.keyboard.press('Escape')
}

async function runBacktest(p: Page) {
  await p.getByRole('button', { name: 'Run backtest' }).click()
  return seen(p.getByRole('table', { name: 'By rule' }))
}

async function versions(p: Page) {
  return seen(p.getByRole('dialog').getByText('Version 1', { exact: true }))
}

async function openEntry(p: Page) {
  await p.locator('a[data-opens]').first().click()
  return seen(p.getByRole('dialog').getByText('As JSON'))
}

async function unfold(p: Page) {
  await p.locator('summary').first().click()
  return seen(p.getByRole('link', { name: 'See all' }))
}

async function openComments(page: Page) {
  await page.getByRole('button', { name: 'Comments', exact: true }).click()
  return seen(page.locator('aside strong, [role="dialog"] strong').first())
}

async function openMerge(page: Page) {
  await page.getByRole('button', { name: 'More for this case' }).click()
  await page.getByRole('menuitem', { name: 'Merge other cases into this one…' }).click()
  await page.getByRole('menu').waitFor({ state: 'detached' })
  return seen(page.getByRole('checkbox').first())
}

async function openStage(page: Page) {
  await page
    .getByRole('region', { name: /^Kill chain/ })
    .getByRole('link')
    .click()
  await page.waitForURL(/tactics/)
  return seen(page.getByRole('row').nth(1))
}

async function openScore(page: Page) {
  await page.getByText(/^Why the score is/).click()
  return seen(page.getByText(/^The most severe detection/))
}

async function pickFirst(page: Page) {
  await page.getByRole('checkbox', { name: /^Pick/ }).first().click()
  return seen(page.getByRole('region', { name: 'Picked' }))
}

async function openNewCase(page: Page) {
  await page.getByRole('button', { name: 'New case' }).click()
  return seen(page.getByLabel('Title'))
}

async function openBeside(p: Page) {
  await p.locator('a[data-opens]').first().click()
  return seen(p.getByRole('dialog').getByText('Raw event'))
}

async function openDetection(p: Page) {
  await p.locator('a[data-opens]').first().click()
  return seen(p.getByRole('heading', { name: 'Raw event' }))
}

async function openKeys(p: Page) {
  await p.getByRole('row').nth(1).waitFor()
  await p.keyboard.press('?')
  return seen(p.getByRole('dialog').getByText('Back to the top'))
}

async function openPalette(p: Page) {
  await p.getByRole('row').nth(1).waitFor()
  await p.keyboard.press('Control+k')
  return seen(p.getByPlaceholder('What do you want to do?'))
}

async function openAccount(p: Page) {
  await p.getByRole('button', { name: /^Account/ }).click()
  return seen(p.getByRole('menuitem', { name: 'Log out' }))
}

/** Tells about a screen in the light, in the dark, and as narrow as a phone. */
async function looks(page: Page, there?: Locator) {
  const light = await violations(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await violations(page, 'color-contrast', 'link-in-text-block') // nothing else can differ
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 390, height: 844 })
  await there?.waitFor()
  const phone = await violations(page)
  const fits = await page.evaluate('document.documentElement.scrollWidth <= innerWidth')
  return { light, dark, phone, fits }
}

const nothing = { light: [], dark: [], phone: [], fits: true }

test.each(screens)(
  'axe finds nothing: %s',
  async (_, path, ready) => {
    const { page, faults } = await anotherPage(context)
    await page.goto(`/t/${tenant}${path()}`)
    const there = (await ready(page)) as Locator | undefined
    expect(await looks(page, there)).toEqual(nothing)
    expect(faults).toEqual([])
    await page.close()
  },
  60_000,
)

test('axe finds nothing: log in', async () => {
  const { page, close } = await openPage(browser, { storageState: undefined })
  await page.goto(`${inject('url')}/login`)
  const button = page.getByRole('button', { name: 'Log in' })
  await button.waitFor()
  expect(await looks(page, button)).toEqual(nothing)
  await close()
})
