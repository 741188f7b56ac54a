/** A stretch of text: either plain, or one character that would act unseen. */
export type Stretch = { plain: string } | { code: string; name: string }

const names: Record<number, string> = {
  0: 'null',
  27: 'escape',
  173: 'soft hyphen',
  847: 'combining grapheme joiner',
  1564: 'Arabic letter mark',
  4447: 'Hangul choseong filler',
  4448: 'Hangul jungseong filler',
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
  10240: 'Braille pattern blank',
  12644: 'Hangul filler',
  65279: 'zero width no-break space',
  65440: 'halfwidth Hangul filler',
}

// What Unicode lets nobody draw; controls except tab and line feed; what ends lines, turns them or
// marks annotations; Braille without dots. An emoji may say by U+FE0F that it is one.
const unseen =
  /(?![\t\n])(?!(?<=\p{Extended_Pictographic}|[0-9#*](?=\ufe0f\u20e3))\ufe0f)[\p{Default_Ignorable_Code_Point}\p{Cc}\u2028-\u202e\ufff9-\ufffb\u2800]/gu

/** Splits text so that every character that acts unseen stands alone and can be shown. */
export function stretches(text: string): Stretch[] {
  const found: Stretch[] = []
  let at = 0
  for (const { 0: c, index } of text.matchAll(unseen)) {
    if (index > at) found.push({ plain: text.slice(at, index) })
    at = index + c.length
    const point = c.codePointAt(0) ?? 0
    const code = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`
    found.push({
      code,
      name: names[point] ?? (/\p{Cc}/u.test(c) ? 'control character' : 'invisible character'),
    })
  }
  if (at < text.length || at === 0) found.push({ plain: text.slice(at) })
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
