import type { Session } from '../../api/sign-in'
import { atGlance, counted } from '../../ui/format'

/** How many sessions somebody has, and when one was used last. */
export function sessionsInWords(sessions?: Session[] | null) {
  if (!sessions) return 'Looking…'
  const last = sessions
    .map((s) => s.seen_at)
    .sort()
    .at(-1)
  if (!last) return 'Not logged in'
  return `${counted(sessions.length, 'session')}, last used ${atGlance(last, new Date())}`
}
