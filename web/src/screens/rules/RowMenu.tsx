import { ActionIcon, Menu } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { Book } from '../../api/books'
import { paths } from '../../paths'
import { usePartnersBook } from '../../rule/useBook'
import { Icon } from '../../ui/Icon'
import type { RuleLine } from './lines'

interface Props {
  book: Book
  line: RuleLine
  forbidden?: string
  onExport: () => void
  onDelete: () => void
}

/** What else can be done with a rule. */
export function RowMenu({ book, line, forbidden, onExport, onDelete }: Props) {
  const navigate = useNavigate()
  const there = usePartnersBook(book.tenant)
  const { rule, own } = line
  const reason = own ? forbidden : 'Your partner writes this rule'
  return (
    <Menu position="bottom-end" withinPortal withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`More for ${rule.title}`}>
          <Icon name="more" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => navigate(paths.rule(book, rule.id))}>{reason ? 'Open' : 'Edit'}</Menu.Item>
        {there && !own && (
          <Menu.Item onClick={() => navigate(paths.rule(there, rule.id.replace(/^partner:/, '')))}>
            Open at the partner
          </Menu.Item>
        )}
        {!book.partner && (
          <Menu.Item onClick={() => navigate(paths.logs(book.tenant, { rule: rule.id }))}>
            Show its log
          </Menu.Item>
        )}
        <Menu.Item
          disabled={!!forbidden}
          title={forbidden}
          onClick={() => navigate(paths.newRule(book, { copy: rule.id }))}
        >
          Duplicate
        </Menu.Item>
        <Menu.Item disabled={!own} title={own ? undefined : reason} onClick={onExport}>
          Export
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item color="var(--bad)" disabled={!!reason} title={reason} onClick={onDelete}>
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
