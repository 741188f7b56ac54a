const counts = new Intl.NumberFormat('en')

/** 12345 as "12,345". */
export const inCount = (n: number) => counts.format(n)

/** "1 device", "2 devices". */
export const counted = (n: number, one: string, many = `${one}s`) => `${inCount(n)} ${n === 1 ? one : many}`

/**
 * The exact instant of an RFC 3339 text in UTC, with all the digits that it came with;
 * the text itself where it is no time.
 */
export function inUTC(at: string): string {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return at
  const digits = /\.(\d+)/.exec(at)?.[0] ?? ''
  return `${date.toISOString().slice(0, 19).replace('T', ' ')}${digits} UTC`
}

/** A time for reading, in the given zone: the clock for today, the day for this year, else the date. */
export function atGlance(at: string, now: Date, timeZone?: string): string {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return at
  const [day, today] = [date, now].map((d) => dayOf(d, timeZone))
  const clock = date.toLocaleTimeString('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  if (day === today) return clock
  if (day?.slice(0, 4) !== today?.slice(0, 4)) return `${day} ${clock.slice(0, 5)}`
  const month = date.toLocaleDateString('en', { timeZone, month: 'short', day: 'numeric' })
  return `${month}, ${clock.slice(0, 5)}`
}

function midnight(day: string, after: number): string {
  const [year, month, date] = day.split('-').map(Number)
  return day && new Date(year ?? 0, (month ?? 1) - 1, (date ?? 1) + after).toISOString()
}

/** When a day such as 2027-01-31 begins in the browser's zone; of no day, none. */
export const beginOf = (day: string) => midnight(day, 0)

/** When it is over there. */
export const endOf = (day: string) => midnight(day, 1)

/** Says that a time is told at all: the server writes year 1 where there is none. */
export const isTime = (at: string) => !at.startsWith('0001-')

function dayOf(d: Date, timeZone?: string) {
  return d.toLocaleDateString('sv-SE', { timeZone })
}
