import { ActionIcon, Menu } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Case } from '../../../api/records'
import type { SuggestedCase } from '../../../api/ties'
import { whyNot } from '../../../casefile/useMay'
import { useRegroup } from '../../../casefile/useRegroup'
import { useTies } from '../../../casefile/useTies'
import { filterForEntity } from '../../../detection/words'
import { paths } from '../../../paths'
import { Foreign } from '../../../ui/Foreign'
import { Icon } from '../../../ui/Icon'
import { CaseLine } from './CaseLine'
import css from './RelatedCases.module.css'

interface Props {
  tenant: string
  c: Case
  other: SuggestedCase
  /** Why nothing can be said of them. */
  forbidden?: string
}

/** A case that speaks of the same as this one, with the reason and what may be done. */
export function Suggested({ tenant, c, other, forbidden }: Props) {
  const { tie } = useTies(tenant, c.number)
  const { merge } = useRegroup(tenant)
  const { number } = other.case
  const rests = whyNot(c.allowed.merge) ?? whyNot(other.case.allowed.merge)
  return (
    <li>
      <CaseLine tenant={tenant} other={other.case} />
      <Menu position="bottom-end" withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`What to do about ${number}`}>
            <Icon name="more" size={14} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item disabled={!!forbidden} title={forbidden} onClick={() => void tie(number, 'related')}>
            It is related
          </Menu.Item>
          <Menu.Item disabled={!!forbidden} title={forbidden} onClick={() => void tie(number, 'apart')}>
            Keep them apart
          </Menu.Item>
          <Menu.Item disabled={!!rests} title={rests} onClick={() => void merge(c.number, [number])}>
            Merge it into this case
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <span className={css.shared}>
        <span className={css.quiet}>Both speak of</span>
        {(other.shared ?? []).map((entity) => (
          <Link key={entity} {...paths.detections(tenant, { q: filterForEntity(entity) })}>
            <Foreign text={entity} most={80} />
          </Link>
        ))}
      </span>
    </li>
  )
}
