import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listen } from './keyboard'
import { register } from './registry'

let did: string[] = []
let page: EventTarget
let leave: (() => void)[] = []

beforeEach(() => {
  did = []
  page = new EventTarget()
  const command = (id: string, keys: string) => ({
    id,
    keys,
    title: id,
    section: 'Page' as const,
    run: () => did.push(id),
  })
  leave = [
    register([
      command('next', 'j'),
      command('cases', 'g c'),
      command('top', 'g g'),
      command('palette', 'mod+k'),
    ]),
    listen(page as Document),
  ]
})

afterEach(() => {
  for (const l of leave) l()
})

function press(key: string, more: Record<string, unknown> = {}) {
  const e = Object.assign(new Event('keydown', { cancelable: true }), { key, ...more })
  const { within } = more
  if (within) {
    const closest = (selectors: string) => selectors.split(', ').find((s) => s === within)
    Object.defineProperty(e, 'target', { value: { closest } })
  }
  page.dispatchEvent(e)
  return e
}

describe('keys', () => {
  test('run their command and nothing else', () => {
    expect(press('j').defaultPrevented).toBe(true)
    expect(did).toEqual(['next'])
  })
  test('may be a sequence', () => {
    press('g')
    press('c')
    press('g')
    press('g')
    expect(did).toEqual(['cases', 'top'])
  })
  test('end a sequence that they do not continue', () => {
    press('g')
    press('j')
    press('c')
    expect(did).toEqual(['next'])
  })
  test('rest while somebody types, except with Ctrl', () => {
    press('j', { within: 'textarea' })
    press('k', { within: 'textarea', ctrlKey: true })
    expect(did).toEqual(['palette'])
  })
  test.each([
    '[role="dialog"]',
    '[role="menu"]',
    '[role="listbox"]',
    '[aria-haspopup][aria-expanded="true"]',
  ])('rest within %s, which has keys of its own', (within) => {
    press('j', { within })
    expect(did).toEqual([])
    press('j', { within: 'button' })
    expect(did).toEqual(['next'])
  })
  test('mean nothing once their screen is gone', () => {
    leave[0]?.()
    press('j')
    expect(did).toEqual([])
  })
})
