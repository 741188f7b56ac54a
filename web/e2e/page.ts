import type { Browser, Page } from 'playwright-core'
import { beforeAll, beforeEach } from 'vitest'
import { launch, openCases, openPage } from './browser'

/** The browser, for further pages than the one at hand. */
export let browser: Browser
/** What the test that runs has to itself: a logged-in page. */
export let page: Page
/** What the page itself did wrong. */
export let faults: string[]
/** The tenant whose cases it began with. */
export let tenant: string
/** What only this test's own detections are called. */
export let mark: string

/** Gives a file the browser. */
export function openBrowser() {
  beforeAll(async () => {
    browser = await launch()
    return () => browser.close()
  })
}

/** Lets each test of a file begin with a page of its own on the list of cases, and then as `then` says. */
export function beginOnCases(then: () => Promise<unknown> = async () => undefined) {
  openBrowser()
  beforeEach(async () => {
    const opened = await openPage(browser)
    page = opened.page
    faults = opened.faults
    tenant = await openCases(page)
    mark = `e2e-${Date.now().toString(36)}`
    await then()
    return opened.close
  })
}
