import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { finding, launch, openCases, openPage, send } from './browser'
import { tellSources } from './sources'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  id: string
  nodes: { target: string[]; failureSummary: string }[]
}

/** What axe holds against what is on the screen, one line each. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const found = (await page.evaluate('axe.run()')) as { violations: Violation[] }
  return found.violations.flatMap((v) =>
    v.nodes.map((n) => `${v.id}: ${n.target.join(' ')} ${n.failureSummary.replaceAll('\n', ' ')}`),
  )
}

let browser: Browser
let tenant: string
let number: string
beforeAll(async () => {
  browser = await launch()
  const { page, close } = await openPage(browser)
  tenant = await openCases(page)
  const uid = `axe-${Date.now()}`
  const answer = await send(page, tenant, [finding(uid, `Accessible ${uid} \u202e`)])
  number = answer.cases[0] as string
  await close()
})
afterAll(() => browser.close())

const screens: [name: string, path: () => string, ready: (p: Page) => Promise<unknown>][] = [
  ['cases', () => '/cases', (p) => p.getByRole('row').nth(1).waitFor()],
  ['insights', () => '/insights', (p) => p.getByRole('table').nth(3).waitFor()],
  ['sources', () => '/sources', troubledSources],
  ['detections, none', () => `/detections?q=title%20=%20'nothing at all'`, troubledLines],
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
  ['nothing there', () => '/nothing', (p) => p.getByText('There is nothing here').waitFor()],
]

function firstRule(step: string) {
  return () => `/automatic/rules/same-host-or-user?step=${step}`
}

async function troubledSources(p: Page) {
  await tellSources(p)
  await p.getByRole('cell', { name: 'Silent', exact: false }).waitFor()
}

async function troubledLines(p: Page) {
  await tellSources(p)
  await p.getByRole('list', { name: 'Sources' }).waitFor()
}

async function writeBound(p: Page) {
  await p.getByLabel('Keep open detections for').fill('1d')
  await p.getByText('Nothing would be removed now.').waitFor()
}

async function writeMistake(p: Page) {
  await p.getByRole('textbox', { name: 'Filter', exact: true }).fill("severty = 'x' AND")
  await p.getByText(/^Column/).waitFor()
  await p.keyboard.press('Escape')
}

async function runBacktest(p: Page) {
  await p.getByRole('button', { name: 'Run backtest' }).click()
  await p.getByRole('table', { name: 'By rule' }).waitFor()
}

async function versions(p: Page) {
  await p.getByRole('dialog').getByText('Version 1', { exact: true }).waitFor()
  await p.waitForTimeout(300)
}

async function openEntry(p: Page) {
  await p.locator('a[data-opens]').first().click()
  await p.getByRole('dialog').getByText('As JSON').waitFor()
  await p.waitForTimeout(300)
}

async function unfold(p: Page) {
  await p.locator('summary').first().click()
  await p.getByRole('link', { name: 'See all' }).waitFor()
}

async function openComments(page: Page) {
  await page.getByRole('button', { name: 'Comments', exact: true }).click()
  const said = page.getByText('Seen **before**').or(page.getByText('before', { exact: true }))
  if (!(await said.count())) {
    await page.getByLabel('New comment').fill('Seen **before**, see https://example.com/a and `id`.')
    await page.getByRole('button', { name: 'Comment', exact: true }).click()
  }
  await page.locator('aside strong, [role="dialog"] strong').first().waitFor()
}

async function openMerge(page: Page) {
  await page.getByRole('button', { name: 'More for this case' }).click()
  await page.getByRole('menuitem', { name: 'Merge other cases into this one…' }).click()
  await page.getByRole('menu').waitFor({ state: 'detached' })
  await page.getByRole('checkbox').first().waitFor()
}

async function openStage(page: Page) {
  await page
    .getByRole('region', { name: /^Kill chain/ })
    .getByRole('link')
    .click()
  await page.waitForURL(/tactics/)
  await page.getByRole('row').nth(1).waitFor()
}

async function openScore(page: Page) {
  await page.getByText(/^Why the score is/).click()
  await page.getByText(/^The most severe detection/).waitFor()
}

async function pickFirst(page: Page) {
  await page.getByRole('checkbox', { name: /^Pick/ }).first().click()
  await page.getByRole('region', { name: 'Picked' }).waitFor()
}

async function openNewCase(page: Page) {
  await page.getByRole('button', { name: 'New case' }).click()
  await page.getByLabel('Title').waitFor()
}

async function openBeside(p: Page) {
  await p.locator('a[data-opens]').first().click()
  await p.getByRole('dialog').getByText('Raw event').waitFor()
  await p.waitForTimeout(300)
}

async function openDetection(p: Page) {
  await p.locator('a[data-opens]').first().click()
  await p.getByRole('heading', { name: 'Raw event' }).waitFor()
}

async function openKeys(p: Page) {
  await p.getByRole('row').nth(1).waitFor()
  await p.keyboard.press('?')
  await p.getByRole('dialog').getByText('Back to the top').waitFor()
  await p.waitForTimeout(300)
}

async function openPalette(p: Page) {
  await p.getByRole('row').nth(1).waitFor()
  await p.keyboard.press('Control+k')
  await p.getByPlaceholder('What do you want to do?').waitFor()
  await p.waitForTimeout(300)
}

async function openAccount(p: Page) {
  await p.getByRole('button', { name: /^Account/ }).click()
  await p.getByRole('menuitem', { name: 'Log out' }).waitFor()
  await p.waitForTimeout(300)
}

const settings = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1440, height: 900 } },
  { name: 'phone', colorScheme: 'light', viewport: { width: 390, height: 844 } },
] as const

describe.each(settings)('axe finds nothing, $name', (options) => {
  test.each(screens)('%s', async (_, path, ready) => {
    const { page, close, faults } = await openPage(browser, options)
    await page.goto(`/t/${tenant}${path()}`)
    await ready(page)
    expect(await violations(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    expect(faults).toEqual([])
    await close()
  })
  test('log in', async () => {
    const { page, close } = await openPage(browser, { ...options, storageState: undefined })
    await page.goto(`${inject('url')}/login`)
    await page.getByRole('button', { name: 'Log in' }).waitFor()
    expect(await violations(page)).toEqual([])
    await close()
  })
})
