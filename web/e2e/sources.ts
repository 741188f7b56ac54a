import type { Page } from 'playwright-core'

const hours = (n: number) => Array.from({ length: 24 }, (_, i) => (i < 19 ? n * (1 + (i % 3)) : 0))

/** Sources in every state, of which a server that has just begun knows one only. */
const told = {
  at: new Date().toISOString(),
  items: [
    {
      source: 'ocsf',
      state: 'sending',
      why: 'ocsf last sent just now; usually it sends about 1430 a day.',
      last_at: new Date().toISOString(),
      hour: 120,
      day: 1440,
      week: 10_010,
      hours: hours(30).reverse(),
      usual: { per_day: 1430, longest_pause: 95 },
    },
    {
      source: 'suricata',
      state: 'silent',
      why: 'suricata has been silent for 5 hours; before, never for longer than 12 minutes.',
      last_at: new Date(Date.now() - 5 * 3_600_000).toISOString(),
      hour: 0,
      day: 38,
      week: 1_008,
      hours: hours(1),
      usual: { per_day: 144, longest_pause: 720 },
    },
    {
      source: 'wazuh',
      state: 'quieter_than_usual',
      why: 'wazuh sent 2 in the last 3 hours; at this time of the week it usually sends about 54.',
      last_at: new Date(Date.now() - 3_600_000).toISOString(),
      hour: 1,
      day: 90,
      week: 900,
      hours: hours(2),
      usual: { per_day: 400, longest_pause: 50_000 },
    },
    {
      source: 'zeek',
      state: 'new',
      why: 'zeek last sent 2 minutes ago; it is too new to tell what is usual.',
      last_at: new Date(Date.now() - 120_000).toISOString(),
      hour: 3,
      day: 3,
      week: 3,
      hours: hours(0),
    },
  ],
}

/** Lets the server's place be taken by one that knows its sources for long, and shows the page anew. */
export async function tellSources(page: Page) {
  await page.route('**/api/v1/tenants/*/sources', (route) => route.fulfill({ json: told }))
  await page.reload()
}
