import { defineConfig } from 'vitest/config'

/**
 * End to end: the built page in Chromium against a running server.
 *
 * CASEWEAVE_URL, CASEWEAVE_USER and CASEWEAVE_PASSWORD say where and as whom; a one-time password
 * is exchanged for CASEWEAVE_NEW_PASSWORD. CASEWEAVE_OTHER_USER and CASEWEAVE_OTHER_PASSWORD, a
 * one-time password, are another person's, and
 * CASEWEAVE_GUARDED_USER and _PASSWORD those of somebody who is to add a second factor. CASEWEAVE_TOKEN may send detections to the tenant.
 */
export default defineConfig({
  test: {
    include: ['e2e/*.test.ts'],
    globalSetup: 'e2e/session.ts',
    setupFiles: 'e2e/policy.ts',
    fileParallelism: false,
    expect: { poll: { timeout: 10_000 } },
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
