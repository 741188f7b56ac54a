import type { BrowserContext } from 'playwright-core'

/** What pages did against their content security policy since somebody last took it away. */
export const violations: string[] = []

/** Lets the pages of a context tell where they break their policy. */
export async function watchPolicy(context: BrowserContext) {
  await context.exposeFunction('tellViolation', (text: string) => void violations.push(text))
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (e) => {
      const tell = (window as unknown as { tellViolation: (text: string) => void }).tellViolation
      tell(
        `${e.effectiveDirective} ${e.blockedURI} ${e.sample} at ${e.sourceFile}:${e.lineNumber} of ${location.pathname}`,
      )
    })
  })
}
