import { Tooltip } from '@mantine/core'
import type { HistoryCheck } from '../api/proof'
import { Icon } from '../ui/Icon'
import css from './Verified.module.css'

const meaning =
  'The server just held each of these entries against the tree of hashes in which it was written, and the tree against the last signed checkpoint. None was changed or moved. Whether one was removed shows in the check of the whole history, under Audit.'

/** A mark that the server found every entry as it was written, with what that means. */
export function Verified() {
  return (
    <Tooltip label={meaning} events={{ hover: true, focus: true, touch: true }} multiline maw={360} withArrow>
      <button type="button" className={css.mark} aria-label={`Verified: ${meaning}`}>
        <Icon name="check" size={14} />
        Verified
      </button>
    </Tooltip>
  )
}

/** What is wrong, and what to do. */
export function Broken({ check }: { check: HistoryCheck }) {
  const { entry, why } = check.flaw ?? { why: '' }
  return (
    <div role="alert" className={css.broken}>
      <Icon name="warning" size={18} />
      <div>
        <strong>{entry ? `Entry ${entry} is not what was written` : 'This is not what was signed'}</strong>
        <p>{why}</p>
        <p>
          Somebody changed the database, or it is damaged. Keep it as it is, and compare it with a backup and
          with checkpoints that were kept elsewhere.
        </p>
      </div>
    </div>
  )
}
