import { Button, Menu } from '@mantine/core'

const formats = [
  ['csv', 'CSV'],
  ['json', 'JSON'],
  ['ndjson', 'NDJSON'],
] as const

type Format = (typeof formats)[number][0]

interface Props {
  file: (format: Format, columns?: string[]) => string
  /** Names of the columns that were chosen, if any: a CSV may have just these. */
  columns?: string[]
}

/** Hands over what a list shows, as a file. */
export function Export({ file, columns = [] }: Props) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="xs" variant="default">
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {formats.map(([format, name]) => (
          <Menu.Item key={format} component="a" href={file(format)} download>
            {name}
          </Menu.Item>
        ))}
        {columns.length > 0 && (
          <Menu.Item component="a" href={file('csv', columns)} download>
            CSV of the columns shown
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
