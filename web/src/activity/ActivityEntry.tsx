import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Activity } from '../api/records'
import { paths } from '../paths'
import { Foreign } from '../ui/Foreign'
import { Icon, type IconName } from '../ui/Icon'
import { Time } from '../ui/Time'
import css from './ActivityEntry.module.css'
import { type Piece, tell } from './tell'

interface Props {
  tenant: string
  activity: Activity
  /** Takes it back; offered where there is one. */
  onUndo?: () => void
}

/** One entry of a history: who did what, and when. */
export function ActivityEntry({ tenant, activity, onUndo }: Props) {
  return (
    <div className={css.entry}>
      <span className={css.icon}>
        <Icon name={icons[activity.kind]} size={14} />
      </span>
      <div className={css.text}>
        <p className={css.sentence}>
          <b>
            <Foreign text={activity.actor.name} most={80} />
          </b>{' '}
          {tell(activity).map((piece, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a sentence never changes
            <Drawn key={i} tenant={tenant} piece={piece} />
          ))}
        </p>
        {activity.kind === 'case_merged' && activity.old && (
          <p className={css.note}>
            <Link {...paths.case(tenant, activity.old, 'history')}>
              What happened to {activity.old} before
            </Link>
          </p>
        )}
        {activity.note && (
          <p className={css.note}>
            <Foreign text={activity.note} unfolds />
          </p>
        )}
      </div>
      {onUndo && (
        <Button
          size="compact-xs"
          variant="default"
          onClick={onUndo}
          leftSection={<Icon name="undo" size={12} />}
        >
          Undo
        </Button>
      )}
      <span className={css.at}>
        <Time at={activity.at} />
      </span>
    </div>
  )
}

function Drawn({ tenant, piece }: { tenant: string; piece: Piece }) {
  if (typeof piece === 'string') return piece
  if ('value' in piece) {
    return (
      <span className={css.value}>
        <Foreign text={piece.value} most={120} />
      </span>
    )
  }
  if ('number' in piece) return <Link {...paths.case(tenant, piece.number)}>{piece.number}</Link>
  return (
    <Link {...paths.detection(tenant, piece.detection.id)}>
      <Foreign text={piece.detection.title || piece.detection.id} most={120} />
    </Link>
  )
}

const icons: Record<Activity['kind'], IconName> = {
  case_opened: 'opened',
  detection_added: 'detections',
  detection_updated: 'detections',
  detection_removed: 'removed',
  detection_moved_in: 'detections',
  detection_moved_out: 'removed',
  detection_closed: 'check',
  detection_ignored: 'removed',
  detection_reopened: 'undo',
  case_merged: 'merge',
  case_merged_away: 'merge',
  merge_undone: 'undo',
  case_split: 'split',
  split_undone: 'undo',
  case_tied: 'linked',
  case_untied: 'undo',
  case_continued: 'linked',
  commented: 'comment',
  comment_edited: 'pencil',
  comment_deleted: 'removed',
  status_changed: 'changed',
  resolution_changed: 'changed',
  detections_closed: 'check',
  detections_ignored: 'removed',
  severity_changed: 'changed',
  score_changed: 'changed',
  priority_changed: 'changed',
  manager_changed: 'user',
  assignee_changed: 'user',
  assignee_refused: 'user',
  need_to_know_changed: 'lock',
  need_to_know_claimed: 'key',
  title_changed: 'changed',
  description_changed: 'changed',
  type_changed: 'changed',
  tags_changed: 'changed',
  rules_changed: 'automatic',
  settings_changed: 'automatic',
  entity_kept_apart: 'automatic',
  entity_linked: 'automatic',
  detections_retired: 'removed',
}
