import { ActionIcon } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { CaseDetail } from '../../api/records'
import { OnlySome } from '../../casefile/OnlySome'
import { useEdit } from '../../casefile/useEdit'
import { whyNot } from '../../casefile/useMay'
import { paths } from '../../paths'
import { Icon } from '../../ui/Icon'
import { ScoreDial } from '../../ui/ScoreDial'
import { AlsoHere } from './AlsoHere'
import { CaseFacts } from './CaseFacts'
import css from './CaseHeader.module.css'
import { CaseMenu } from './CaseMenu'
import { CaseScene } from './CaseScene'
import { CaseTitle } from './CaseTitle'

interface Props {
  tenant: string
  c: CaseDetail
  /** The comments are shown. */
  talks: boolean
  onTalk: () => void
}

/** The panel that identifies a case, and where people change it (requirements X3 to X6, S15). */
export function CaseHeader({ tenant, c, talks, onTalk }: Props) {
  const edit = useEdit(tenant, c)
  const forbidden = whyNot(c.allowed.edit)
  return (
    <header className={css.header}>
      <div className={css.top}>
        <Link
          {...paths.case(tenant, c.number, 'detections')}
          hash="score"
          title="Why the score is so"
          className={css.dial}
        >
          <ScoreDial score={c.score} level={c.severity} />
        </Link>
        <div className={css.name}>
          <nav aria-label="Breadcrumb" className={css.crumbs}>
            <Link {...paths.cases(tenant)}>Cases</Link>
            <span aria-hidden="true">/</span>
            <span>{c.number}</span>
            <OnlySome c={c} word />
          </nav>
          <CaseTitle c={c} edit={edit} forbidden={forbidden} />
        </div>
        <AlsoHere tenant={tenant} number={c.number} />
        <ActionIcon
          variant={talks ? 'light' : 'subtle'}
          color="gray"
          aria-label="Comments"
          aria-pressed={talks}
          title="Comments (C)"
          onClick={onTalk}
        >
          <Icon name="comment" />
        </ActionIcon>
        <CaseMenu tenant={tenant} c={c} />
      </div>
      <CaseScene tenant={tenant} c={c} />
      <CaseFacts tenant={tenant} c={c} edit={edit} forbidden={forbidden} />
    </header>
  )
}
