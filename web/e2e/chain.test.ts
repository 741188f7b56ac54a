import { expect, test } from 'vitest'
import { finding, send } from './browser'
import { beginOnCases, faults, mark, page, tenant } from './page'

beginOnCases()

/** Sends a detection of one device that names its tactic so, and answers its case. */
async function sent(n: number, ...tactics: string[]): Promise<string> {
  const named = tactics.map((name) => ({ name }))
  const answer = await send(page, tenant, [
    finding(`${mark}-${n}`, `${mark} number ${n}`, { host: mark, tactics: named }),
  ])
  return answer.cases[0] as string
}

const stage = (name: string) =>
  page
    .getByRole('region', { name: /^Kill chain/ })
    .getByRole('listitem')
    .filter({ hasText: name })

test('a case tells how its detections reach the kill chain, live, and each number shows them', async () => {
  const number = await sent(1, 'Defense Evasion')
  await page.goto(`/t/${tenant}/cases/${number}/detections`)
  await page.getByRole('region', { name: 'Kill chain, 1 of 5 stages reached' }).waitFor()
  await stage('Persistent foothold').getByText('1 detection, first').waitFor()
  await stage('Propagation').getByText('Not reached').waitFor()

  await sent(2, 'stealth', 'lateral_movement')
  await sent(3, 'of our own')
  await page.getByRole('region', { name: 'Kill chain, 2 of 5 stages reached' }).waitFor()
  await page.getByRole('link', { name: 'Detections 3' }).waitFor()
  await stage('Propagation').getByRole('link', { name: '1 detection' }).waitFor()
  await stage('Persistent foothold').getByRole('link', { name: '2 detections' }).click()
  await page.waitForURL(/tactics/)
  const rows = page.getByRole('row').filter({ hasText: `${mark} number` })
  await expect.poll(() => rows.count()).toBe(2)
  await rows.filter({ hasText: `${mark} number 2` }).waitFor()
  await stage('Persistent foothold').locator('a[aria-current="page"]').waitFor()
  expect(faults).toEqual([])
})

test('the matrix is a table, too, and finds a tactic under its former name and other spellings', async () => {
  const number = await sent(1, 'defense_evasion')
  await page.goto(`/t/${tenant}/kill-chain`)
  await page.getByRole('region', { name: 'ATT&CK matrix' }).waitFor()
  await page.getByText('Table', { exact: true }).click()
  await page.waitForURL(/as=table/)
  const row = page.getByRole('row', { name: /^Stealth TA0005/ })
  const out = row.getByRole('link', { name: 'TA0005' })
  expect(await out.getAttribute('href')).toBe('https://attack.mitre.org/tactics/TA0005')
  await row.getByRole('link').last().click()
  await page.waitForURL(/TA0005/)
  await page.getByText(number, { exact: true }).waitFor()
  await page.goBack()
  await row.waitFor()
  expect(faults).toEqual([])
})

test('what came of a rule is linked by its id', async () => {
  const number = await sent(1, 'impact')
  await page.goto(`/t/${tenant}/insights?days=7`)
  const rules = page.getByRole('table', { name: 'What came of the rules' })
  await rules.getByRole('row').nth(1).getByRole('link').nth(1).click()
  await page.waitForURL(/rule_id/)
  await page.getByText(number, { exact: true }).waitFor()
  expect(faults).toEqual([])
})
