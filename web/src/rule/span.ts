const written = /^(?:\d{1,9}d)?(?:\d{1,9}h)?(?:\d{1,9}m)?(?:\d{1,9}s)?$/

/** What is wrong with a duration; undefined where nothing is. Empty is none at all. */
export function spanMistake(text: string): string | undefined {
  return written.test(text.trim()) ? undefined : 'Write it like 90m, 4h or 1d12h.'
}
