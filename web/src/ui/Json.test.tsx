import { MantineProvider } from '@mantine/core'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Json } from './Json'

const drawn = (event: object) =>
  renderToStaticMarkup(
    <MantineProvider>
      <Json text={JSON.stringify(event)} />
    </MantineProvider>,
  )

test('a long string of an event can be seen whole, though the event is no long one', () => {
  expect(drawn({ powershell: 'x'.repeat(12_000) })).toContain('Show all 12,002 characters')
  expect(drawn({ powershell: 'x'.repeat(3_000) })).not.toContain('Show all')
})
