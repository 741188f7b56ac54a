import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { openPage } from './browser'
import { beginOnCases, browser, faults, page, tenant } from './page'
import { shot } from './shot'

beginOnCases()

let provider: ChildProcess
let issuer: string
beforeAll(async () => {
  const program = join(mkdtempSync(join(tmpdir(), 'provide-')), 'provide')
  execFileSync('go', ['build', '-o', program, './internal/edge/openid/openidtest/provide'], { cwd: '..' })
  provider = spawn(program, [`${inject('url')}/api/v1/openid/keycloak/callback`])
  const [told] = await once(provider.stdout as NodeJS.ReadableStream, 'data')
  issuer = String(told).trim()
}, 180_000)
afterAll(() => provider?.kill())

const providers = '/api/v1/places/root/identity-providers'

/** Each test begins without the provider, and makes it if it needs it. */
beforeEach(async () => {
  await page.request.delete(`${providers}/keycloak`)
  return async () => void (await page.request.delete(`${providers}/keycloak`))
})

async function provided() {
  const made = await page.request.post(providers, {
    data: {
      id: 'keycloak',
      name: 'Keycloak',
      issuer,
      client_id: 'caseweave',
      client_secret: 'a secret & sign',
      scopes: ['profile', 'email', 'groups'],
      name_claim: 'name',
      email_claim: 'email',
      groups_claim: 'groups',
      groups: [{ group: 'security operations', role: 'responder' }],
      creates_accounts: true,
      others: 'refused',
    },
  })
  expect(made.ok(), await made.text()).toBe(true)
}

/** Goes to the provider from the login page, and logs in there. */
async function comeAs(visitor: Page, name: string, from = '/login') {
  await visitor.goto(from)
  await signInAs(visitor, name)
}

async function signInAs(visitor: Page, name: string) {
  await visitor.getByRole('link', { name: 'Sign in with Keycloak' }).click()
  await visitor.getByLabel('Name').fill(name)
  await visitor.getByLabel('Password').fill('at the provider')
  await visitor.getByRole('button', { name: 'Continue' }).click()
}

test('a provider is set up and tested', async () => {
  await page.goto(`/t/${tenant}/settings/root/identity-providers`)
  await page.getByRole('button', { name: 'Add a provider' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Keycloak')
  await page.getByLabel('Short name').fill('keycloak')
  await page.getByText('/api/v1/openid/keycloak/callback').waitFor()
  await page.getByLabel('Issuer').fill(`${issuer}/`)
  await page.getByRole('button', { name: 'Test', exact: true }).click()
  await page.getByText(/The provider calls itself/).waitFor()
  await page.getByLabel('Issuer').fill(issuer)
  await page.getByRole('button', { name: 'Test', exact: true }).click()
  await page.getByText('The provider answers, and can be used.').waitFor()
  await page.getByLabel('Client id').fill('caseweave')
  await page.getByLabel('Client secret').fill('a secret & sign')
  await page.getByRole('button', { name: 'Add a group' }).click()
  await page.getByLabel('Group 1', { exact: true }).fill('security operations')
  await page.getByLabel('Role of group 1').selectOption('responder')
  await shot(page, 'openid-form')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Change Keycloak' }).waitFor()
  await shot(page, 'openid-list')
  expect(faults).toEqual([])
})

test('people come in as their groups say, and log out', async () => {
  await provided()
  const stranger = await openPage(browser, { storageState: undefined })
  await comeAs(stranger.page, 'Grace Hopper')
  await stranger.page.waitForURL(/\/t\/[^/]+\/cases/)
  const me = await (await stranger.page.request.get('/api/v1/me')).json()
  // Another Grace Hopper has an account here.
  expect(me).toMatchObject({ user: { name: 'Grace Hopper (Keycloak)' }, role: 'responder', place: 'root' })
  await stranger.page.getByRole('button', { name: /^Account/ }).click()
  await stranger.page.getByRole('menuitem', { name: 'Log out' }).click()
  await stranger.page.getByRole('button', { name: 'Log in' }).waitFor()
  expect(stranger.faults).toEqual([])
  await stranger.close()
})

test('it is told among the acts', async () => {
  await provided()
  const stranger = await openPage(browser, { storageState: undefined })
  await comeAs(stranger.page, 'Grace Hopper')
  await stranger.page.waitForURL(/\/t\/[^/]+\/cases/)
  await stranger.close()
  await page.goto(`/t/${tenant}/settings/root/acts`)
  await page.getByText('let people sign in with').first().waitFor()
  await page.getByText('signed in with Keycloak').first().waitFor()
  expect(faults).toEqual([])
})

test('who is in no group hears so in plain words', async () => {
  await provided()
  const stranger = await openPage(browser, { storageState: undefined })
  const next = `/t/${tenant}/detections`
  await comeAs(stranger.page, 'Edgar Poe', `/login?at=tenant:${tenant}&next=${next}`)
  await stranger.page.getByRole('alert').getByText('You are in no group that may use Caseweave').waitFor()
  await shot(stranger.page, 'openid-refused')
  expect(Object.fromEntries(new URL(stranger.page.url()).searchParams)).toEqual({
    at: `tenant:${tenant}`,
    next,
    refused: 'no_group',
  })
  await signInAs(stranger.page, 'Grace Hopper')
  await stranger.page.waitForURL(`**${next}`)
  await stranger.page.request.post('/api/v1/logout')
  await stranger.page.goto('/login?refused=%3Cb%3Eevil')
  await stranger.page.getByText('Signing in failed on the server').waitFor()
  expect(stranger.faults).toEqual([])
  await stranger.close()
})
