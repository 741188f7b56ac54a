/** A stretch of text: either plain, or one character that would act unseen. */
export type Stretch = { plain: string } | { code: string; name: string }

const names: Record<number, string> = {
  0: 'null',
  27: 'escape',
  173: 'soft hyphen',
  1564: 'Arabic letter mark',
  6158: 'Mongolian vowel separator',
  8203: 'zero width space',
  8204: 'zero width non-joiner',
  8205: 'zero width joiner',
  8206: 'left-to-right mark',
  8207: 'right-to-left mark',
  8234: 'left-to-right embedding',
  8235: 'right-to-left embedding',
  8236: 'pop directional formatting',
  8237: 'left-to-right override',
  8238: 'right-to-left override',
  8288: 'word joiner',
  8294: 'left-to-right isolate',
  8295: 'right-to-left isolate',
  8296: 'first strong isolate',
  8297: 'pop directional isolate',
  65279: 'zero width no-break space',
}

// Controls except tab and line feed; marks of direction; characters without width; tags.
const unseen =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/u

/** Splits text so that every character that acts unseen stands alone and can be shown. */
export function stretches(text: string): Stretch[] {
  if (!unseen.test(text)) return [{ plain: text }]
  const found: Stretch[] = []
  let plain = ''
  for (const c of text) {
    if (!unseen.test(c)) {
      plain += c
      continue
    }
    if (plain) found.push({ plain })
    plain = ''
    const point = c.codePointAt(0) ?? 0
    const code = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`
    found.push({ code, name: names[point] ?? 'control character' })
  }
  if (plain) found.push({ plain })
  return found
}

/** The first `most` characters of text, never half of a pair. */
export function clamp(text: string, most: number): string {
  if (text.length <= most) return text
  const cut = text.slice(0, most)
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut
}

/** The same for where nothing but text can stand, such as titles and labels. */
export const harmless = (text: string, most = 200) =>
  stretches(clamp(text, most))
    .map((s) => ('plain' in s ? s.plain : s.code))
    .join('') + (text.length > most ? '…' : '')
