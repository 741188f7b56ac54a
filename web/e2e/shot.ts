import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'

/** A picture of the page, for whoever asks for them by SHOTS=folder. */
export async function shot(page: Page, name: string) {
  const folder = process.env.SHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: `${folder}/${name}.png` })
}
