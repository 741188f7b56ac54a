import type { Page } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { openPage } from './browser'
import { beginOnCases, browser, faults, page, tenant } from './page'
import { shot } from './shot'

beginOnCases(async () => {
  await page.goto(`/t/${tenant}/settings/tenant:${tenant}/people`)
  await page.getByRole('button', { name: 'Invite somebody' }).waitFor()
})

const dialog = () => page.getByRole('dialog')
const row = (name: string) => page.getByRole('row', { name })

async function invite(name: string) {
  await page.getByRole('button', { name: 'Invite somebody' }).click()
  await dialog().getByLabel('Name').fill(name)
  await dialog().getByRole('button', { name: 'Make a link' }).click()
  const link = await dialog().getByLabel('Link').inputValue()
  await shot(page, 'people-link')
  await dialog().getByRole('button', { name: 'Done' }).click()
  return link
}

async function accept(guest: Page, link: string) {
  await guest.goto(link)
  await guest.getByLabel('New password', { exact: true }).fill('a password by a link')
  await guest.getByLabel('New password again').fill('a password by a link')
  await guest.getByRole('button', { name: 'Save and continue' }).click()
  await guest.getByRole('heading', { name: 'Cases', exact: true }).waitFor()
}

const nobody = { storageState: { cookies: [], origins: [] } }

test('somebody invited comes by the link, does what the role says, and is out once shut out', async () => {
  const name = `Grace ${Date.now()}`
  const link = await invite(name)
  await row(name).getByText('Invited until').waitFor()
  const { page: guest, close } = await openPage(browser, nobody)
  await guest.goto(link)
  await guest.getByRole('heading', { name: `Welcome, ${name}` }).waitFor()
  await shot(guest, 'welcome')
  expect(guest.url()).not.toContain('#')
  await guest.goto('/login')
  await accept(guest, link)
  const me = () => guest.request.get('/api/v1/me')
  expect((await (await me()).json()).role).toBe('analyst')

  await page.getByRole('button', { name: `Edit ${name}` }).click()
  await dialog().getByLabel('Role').selectOption('read-only')
  await dialog().getByRole('button', { name: 'Save' }).click()
  await row(name).getByText('read-only').waitFor()
  expect((await (await me()).json()).role).toBe('read-only')
  await shot(page, 'people')

  await page.getByRole('button', { name: `Shut out ${name}` }).click()
  await dialog().getByRole('button', { name: 'Shut out' }).click()
  await row(name).getByText('Shut out', { exact: true }).waitFor()
  expect((await me()).status()).toBe(401)

  await page.getByRole('button', { name: `Let in ${name}` }).click()
  await dialog().getByRole('button', { name: 'Let in' }).click()
  await row(name).getByText('Active').waitFor()
  expect((await me()).status()).toBe(401)
  await guest.goto(`${inject('url')}/login`)
  await guest.goto(link)
  await guest.getByText('This link is not valid').waitFor()
  await close()
  expect(faults).toEqual([])
})

test('a tab knows itself, whether its address was typed or followed', async () => {
  const here = page.getByRole('navigation', { name: 'Settings' }).locator('[aria-current]')
  await expect.poll(() => here.allInnerTexts()).toEqual(['People'])
  await page.getByRole('link', { name: 'Tokens' }).click()
  await expect.poll(() => here.allInnerTexts()).toEqual(['Tokens'])
})

test('the first administrator of a partner makes its first tenant', async () => {
  const id = `first-${Date.now().toString(36)}`
  const post = async (path: string, data: object) => {
    const made = await page.request.post(`/api/v1${path}`, { data })
    expect(made.status()).toBe(201)
    return made.json()
  }
  await post('/partners', { id, name: `Partner ${id}` })
  const { link } = await post(`/places/partner:${id}/users`, { name: `Admin of ${id}`, role: 'admin' })
  const { page: guest, faults, close } = await openPage(browser, nobody)
  await guest.goto(link)
  await guest.getByLabel('New password', { exact: true }).fill('a password by a link')
  await guest.getByLabel('New password again').fill('a password by a link')
  await guest.getByRole('button', { name: 'Save and continue' }).click()
  await guest.getByRole('heading', { name: 'There is no tenant yet' }).waitFor()
  await shot(guest, 'no-tenant')
  await guest.getByRole('button', { name: /^Account of/ }).click()
  await guest.getByRole('menuitem', { name: 'Account' }).click()
  await guest.waitForURL('**/all/account/password')
  await guest.getByRole('link', { name: 'Settings' }).click()
  await guest.waitForURL(`**/all/settings/partner:${id}/people`)
  await guest.getByRole('row', { name: `Admin of ${id}` }).waitFor()
  await shot(guest, 'settings-of-no-tenant')
  await guest.goto('/')
  await guest.getByRole('button', { name: 'New tenant' }).click()
  await guest.getByRole('dialog').getByLabel('Id').fill(id)
  await guest.getByRole('dialog').getByLabel('Name').fill(`Tenant ${id}`)
  await guest.getByRole('button', { name: 'Make tenant' }).click()
  await guest.waitForURL(new RegExp(`/t/${id}/cases`))
  await guest.getByRole('heading', { name: 'Cases', exact: true }).waitFor()
  expect(faults).toEqual([])
  await close()
})

test('somebody shut out before coming can’t come by the link, then or ever; a new one lets them in', async () => {
  const name = `Hedy ${Date.now()}`
  const link = await invite(name)
  const { page: guest, close } = await openPage(browser, nobody)
  const isNone = async () => {
    await guest.goto('/login')
    await guest.goto(link)
    await guest.getByText('This link is not valid').waitFor()
  }
  await page.getByRole('button', { name: `Shut out ${name}` }).click()
  await dialog().getByRole('button', { name: 'Shut out' }).click()
  await row(name).getByText('Shut out', { exact: true }).waitFor()
  await isNone()
  await page.getByRole('button', { name: `Let in ${name}` }).click()
  await dialog().getByText('needs a new link').waitFor()
  await dialog().getByRole('button', { name: 'Let in' }).click()
  await row(name).getByText('Invited, the link has expired').waitFor()
  await isNone()
  await page.getByRole('button', { name: `New link ${name}` }).click()
  await dialog().getByRole('button', { name: 'Make a link' }).click()
  const another = await dialog().getByLabel('Link').inputValue()
  await dialog().getByRole('button', { name: 'Done' }).click()
  await guest.goto('/login')
  await accept(guest, another)
  await isNone()
  await close()
  expect(faults).toEqual([])
})

test('a token is shown once, tells its last use, and opens nothing once revoked', async () => {
  await page.getByRole('link', { name: 'Tokens' }).click()
  const name = `sensor ${Date.now()}`
  await page.getByRole('button', { name: 'New token' }).click()
  await dialog().getByLabel('Name').fill(name)
  await dialog().getByLabel('Role').selectOption('analyst')
  await dialog().getByLabel('cases:read').check()
  await dialog().getByLabel('Good for').selectOption('90d')
  await shot(page, 'token-new')
  await dialog().getByRole('button', { name: 'Make the token' }).click()
  const secret = await dialog().getByLabel('Token').inputValue()
  await dialog().getByRole('button', { name: 'Done' }).click()
  await row(name).getByText('Never used').waitFor()

  const ask = async (path: string) => {
    const headers = { authorization: `Bearer ${secret}` }
    return (await fetch(`${inject('url')}/api/v1/tenants/${tenant}/${path}`, { headers })).status
  }
  expect(await ask('cases')).toBe(200)
  expect(await ask('detections')).toBe(403)
  await page.reload()
  await row(name).waitFor()
  expect(await row(name).getByText('Never used').count()).toBe(0)
  await shot(page, 'tokens')

  await page.getByRole('button', { name: `Revoke ${name}` }).click()
  await dialog().getByRole('button', { name: 'Revoke' }).click()
  await row(name).getByText('Revoked').waitFor()
  expect(await ask('cases')).toBe(401)
  expect(faults).toEqual([])
})
