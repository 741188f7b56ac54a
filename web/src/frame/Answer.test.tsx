import { MantineProvider } from '@mantine/core'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Answer } from './Answer'

const drawn = (data?: string, error: Error | null = null) =>
  renderToStaticMarkup(
    <MantineProvider>
      <Answer of={{ data, error, refetch: () => undefined }} what="The sources" waiting="waiting">
        {(d) => `answered ${d}`}
      </Answer>
    </MantineProvider>,
  )

test('an answer is drawn, and what waits for one until then', () => {
  expect(drawn()).toContain('waiting')
  expect(drawn('a')).toContain('answered a')
  expect(drawn('a')).not.toContain('Try again')
})

test('where there is no answer it is said why, and it can be tried again', () => {
  const html = drawn(undefined, new Error('The server is away.'))
  expect(html).toContain('The sources could not be loaded')
  expect(html).toContain('The server is away.')
  expect(html).toContain('Try again')
  expect(html).not.toContain('waiting')
})

test('an answer stays when it can’t be read anew, which is said', () => {
  const html = drawn('a', new Error('The server is away.'))
  expect(html).toContain('answered a')
  expect(html).toContain('could not be read anew')
  expect(html).toContain('Try again')
})
