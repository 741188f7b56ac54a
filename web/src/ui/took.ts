const units: [seconds: number, name: string][] = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
]

/** How long something took, in its two largest units: 2 d 4 h, 5 min 3 s. */
export function tookWords(seconds: number): string {
  const whole = Math.round(seconds)
  const at = units.findIndex(([size]) => whole >= size)
  if (at < 0) return '0 s'
  const [size, name] = units[at] as [number, string]
  const first = Math.floor(whole / size)
  const next = units[at + 1]
  const rest = next ? Math.floor((whole - first * size) / next[0]) : 0
  return next && rest > 0 ? `${first} ${name} ${rest} ${next[1]}` : `${first} ${name}`
}
