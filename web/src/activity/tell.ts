import type { Activity, Case } from '../api/records'
import { managedByWords, resolutionWords, statusWords, tieWords } from '../casefile/words'

/** A piece of a sentence: our own words, a value from outside, or a detection or case to go to. */
export type Piece =
  | string
  | { value: string }
  | { number: string }
  | { detection: { id: string; title: string } }

/** What happened as a sentence without its subject, which is the actor. */
export function tell(a: Activity): Piece[] {
  switch (a.kind) {
    case 'case_opened':
      return ['opened the case', ...titled(a.new), ...byRule(a)]
    case 'detection_added':
      return ['added ', detection(a), ...byRule(a)]
    case 'detection_updated':
      return ['took an update of ', detection(a), ' from its source']
    case 'detection_removed':
      return ['removed ', detection(a)]
    case 'detection_moved_in':
      return ['moved ', detection(a), ' here', ...otherCase(' from ', a.old)]
    case 'detection_moved_out':
      return ['moved ', detection(a), ' away', ...otherCase(' to ', a.new)]
    case 'detection_closed':
      return ['closed ', detection(a)]
    case 'detection_ignored':
      return ['set ', detection(a), ' ignored']
    case 'detection_reopened':
      return ['let ', detection(a), ' count again']
    case 'case_merged':
      return ['merged ', another(a.old), ' into this case']
    case 'case_merged_away':
      return ['merged the case into ', another(a.new)]
    case 'merge_undone':
      return a.old === a.case
        ? ['took the case out of ', another(a.new), ' again']
        : ['undid the merge of ', another(a.old)]
    case 'case_split':
      return a.new === a.case ? ['split it off ', another(a.old)] : ['split off ', another(a.new)]
    case 'split_undone':
      return a.new === a.case
        ? ['gave its detections back to ', another(a.old)]
        : ['took back what was split off as ', another(a.new)]
    case 'case_tied':
      return [`said that it ${tieOf(a.old)} `, another(a.new)]
    case 'case_untied':
      return [`took back that it ${tieOf(a.old)} `, another(a.new)]
    case 'case_continued':
      return ['found the case full', ...otherCase(' and continued it in ', a.new), ...byRule(a)]
    case 'commented':
      return ['commented', ...byRule(a)]
    case 'comment_edited':
      return ['edited a comment', ...fromTo(a)]
    case 'comment_deleted':
      return ['deleted the comment ', { value: a.old ?? '' }]
    case 'status_changed':
      return ['changed the status', ...fromTo({ ...a, old: statusOf(a.old), new: statusOf(a.new) })]
    case 'resolution_changed':
      return [
        'changed the resolution',
        ...fromTo({ ...a, old: resolutionOf(a.old), new: resolutionOf(a.new) }),
      ]
    case 'detections_closed':
      return [`closed its ${inDetections(a.new)}`]
    case 'detections_ignored':
      return [`set its ${inDetections(a.new)} ignored`]
    case 'priority_changed':
      return ['changed the priority', ...fromTo(a)]
    case 'type_changed':
      return ['changed the type', ...fromTo(a)]
    case 'description_changed':
      return [a.new ? 'wrote the summary' : 'removed the summary']
    case 'manager_changed':
      return ['changed who manages it', ...fromTo({ ...a, old: managerOf(a.old), new: managerOf(a.new) })]
    case 'assignee_changed':
      // Who of a provider did it may be hidden behind one name: nobody knows then whether it was the same.
      if (a.actor.kind === 'user' && a.actor.id && a.actor.name === (a.new || a.old))
        return [a.new ? 'took it' : 'left it to nobody']
      return a.new ? ['assigned it to ', { value: a.new }] : ['took it from ', { value: a.old ?? '' }]
    case 'assignee_refused':
      return [
        'left it to nobody, for the template ',
        { value: a.new ?? '' },
        ' names somebody who may not have it',
      ]
    case 'need_to_know_changed':
      return a.new
        ? ['let only these people know of it: ', { value: a.new }]
        : ['let everybody know of it who reads cases']
    case 'need_to_know_claimed':
      return [
        'claimed the case as an administrator; these people may know of it now: ',
        { value: a.new ?? '' },
      ]
    case 'tags_changed':
      return [a.new ? 'changed the tags to ' : 'removed the tags ', { value: a.new || (a.old ?? '') }]
    case 'settings_changed':
      return ['changed the settings of automatic cases', ...fromTo(a)]
    case 'entity_kept_apart':
      return ['lets nothing be grouped by ', { value: a.new ?? '' }]
    case 'entity_linked':
      return ['lets things be grouped again by ', { value: a.old ?? '' }]
    case 'severity_changed':
      return ['changed the severity', ...fromTo(a)]
    case 'score_changed':
      return ['changed the score', ...fromTo(a)]
    case 'title_changed':
      return ['changed the title', ...fromTo(a)]
    case 'rules_changed':
      return ['replaced the rules', ...fromTo(a)]
    case 'detections_retired':
      return ['removed ', { value: a.new ?? '' }, ' detections that were kept long enough']
    default:
      return undrawn(a.kind)
  }
}

const tieOf = (kind?: string) => tieWords[kind as keyof typeof tieWords] ?? 'is tied to'

const inDetections = (n?: string) => (n === '1' ? 'detection' : `${n} detections`)

const resolutionOf = (r?: string) => resolutionWords[r as Case['resolution']]?.name ?? r

const managerOf = (m?: string) => managedByWords[m as Case['managed_by']] ?? m

const statusOf = (status?: string) => statusWords[status as Case['status']] ?? status

// A case that the reader may not know of has no number.
const another = (number?: string): Piece => (number ? { number } : 'another case')

const otherCase = (words: string, number?: string): Piece[] => (number ? [words, { number }] : [])

// A kind that nobody draws fails the build here.
function undrawn(kind: never): Piece[] {
  return [`did something that this page does not know (${kind})`]
}

const detection = (a: Activity): Piece => (a.detection ? { detection: a.detection } : 'a detection')

const titled = (title?: string): Piece[] => (title ? [' as ', { value: title }] : [])

const byRule = (a: Activity): Piece[] => (a.rule?.title ? [' by the rule ', { value: a.rule.title }] : [])

function fromTo({ old, new: now }: Activity): Piece[] {
  if (old && now) return [' from ', { value: old }, ' to ', { value: now }]
  return now ? [' to ', { value: now }] : []
}
