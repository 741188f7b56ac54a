import { expect, test } from 'vitest'
import type { Activity } from '../api/records'
import { tell } from './tell'

const entry = (a: Partial<Activity>): Activity => ({
  entry: 1,
  at: '2026-05-01T12:00:00Z',
  actor: { kind: 'engine', name: 'Automatic cases' },
  kind: 'case_opened',
  ...a,
})

const asText = (a: Partial<Activity>) =>
  tell(entry(a))
    .map((p) => {
      if (typeof p === 'string') return p
      if ('value' in p) return `[${p.value}]`
      return 'number' in p ? `#${p.number}` : `<${p.detection.title}>`
    })
    .join('')

const detection = { id: 'd1', title: 'Brute force' }
const rule = { id: 'r1', title: 'Same host', set_version: 3 }

test.each<[Partial<Activity>, string]>([
  [{ kind: 'case_opened', new: 'Break-in', rule }, 'opened the case as [Break-in] by the rule [Same host]'],
  [{ kind: 'case_opened' }, 'opened the case'],
  [{ kind: 'detection_added', detection, rule }, 'added <Brute force> by the rule [Same host]'],
  [{ kind: 'detection_added', detection }, 'added <Brute force>'],
  [{ kind: 'detection_updated', detection }, 'took an update of <Brute force> from its source'],
  [{ kind: 'detection_removed', detection }, 'removed <Brute force>'],
  [{ kind: 'detection_moved_in', detection, old: 'SECC1' }, 'moved <Brute force> here from #SECC1'],
  [{ kind: 'detection_moved_out', detection, new: 'SECC2' }, 'moved <Brute force> away to #SECC2'],
  [{ kind: 'detection_closed', detection }, 'closed <Brute force>'],
  [{ kind: 'detection_ignored', detection }, 'set <Brute force> ignored'],
  [{ kind: 'detection_reopened', detection }, 'let <Brute force> count again'],
  [{ kind: 'case_merged', case: 'SECC1', old: 'SECC2', new: 'SECC1' }, 'merged #SECC2 into this case'],
  [{ kind: 'case_merged_away', case: 'SECC2', new: 'SECC1' }, 'merged the case into #SECC1'],
  [{ kind: 'merge_undone', case: 'SECC1', old: 'SECC2', new: 'SECC1' }, 'undid the merge of #SECC2'],
  [{ kind: 'merge_undone', case: 'SECC2', old: 'SECC2', new: 'SECC1' }, 'took the case out of #SECC1 again'],
  [{ kind: 'case_split', case: 'SECC1', old: 'SECC1', new: 'SECC3' }, 'split off #SECC3'],
  [{ kind: 'case_split', case: 'SECC3', old: 'SECC1', new: 'SECC3' }, 'split it off #SECC1'],
  [
    { kind: 'split_undone', case: 'SECC1', old: 'SECC1', new: 'SECC3' },
    'took back what was split off as #SECC3',
  ],
  [{ kind: 'split_undone', case: 'SECC3', old: 'SECC1', new: 'SECC3' }, 'gave its detections back to #SECC1'],
  [
    { kind: 'case_continued', new: 'SECC3', rule },
    'found the case full and continued it in #SECC3 by the rule [Same host]',
  ],
  [{ kind: 'comment_edited', old: 'a', new: 'b' }, 'edited a comment from [a] to [b]'],
  [{ kind: 'comment_deleted', old: 'a' }, 'deleted the comment [a]'],
  [{ kind: 'commented', rule, note: 'Seen before.' }, 'commented by the rule [Same host]'],
  [
    { kind: 'status_changed', old: 'new', new: 'in_progress' },
    'changed the status from [New] to [In progress]',
  ],
  [
    { kind: 'resolution_changed', old: 'none', new: 'false_positive' },
    'changed the resolution from [None] to [False positive]',
  ],
  [{ kind: 'detections_closed', new: '12' }, 'closed its 12 detections'],
  [{ kind: 'detections_ignored', new: '1' }, 'set its detection ignored'],
  [{ kind: 'priority_changed', old: 'P3', new: 'P1' }, 'changed the priority from [P3] to [P1]'],
  [{ kind: 'type_changed', old: 'a', new: 'b' }, 'changed the type from [a] to [b]'],
  [{ kind: 'description_changed', new: 'So' }, 'wrote the summary'],
  [{ kind: 'description_changed', old: 'So' }, 'removed the summary'],
  [{ kind: 'assignee_changed', new: 'ada' }, 'assigned it to [ada]'],
  [
    { kind: 'assignee_refused', new: 'Ransom' },
    'left it to nobody, for the template [Ransom] names somebody who may not have it',
  ],
  [{ kind: 'assignee_changed', old: 'ada' }, 'took it from [ada]'],
  [
    { kind: 'assignee_changed', new: 'ada', actor: { kind: 'token', id: 't1', name: 'ada' } },
    'assigned it to [ada]',
  ],
  [{ kind: 'assignee_changed', new: 'ada', actor: { kind: 'user', id: 'u1', name: 'ada' } }, 'took it'],
  [
    { kind: 'assignee_changed', old: 'ada', actor: { kind: 'user', id: 'u1', name: 'ada' } },
    'left it to nobody',
  ],
  [
    { kind: 'assignee_changed', new: 'Provider', actor: { kind: 'user', name: 'Provider' } },
    'assigned it to [Provider]',
  ],
  [{ kind: 'need_to_know_changed', new: 'ada, bob' }, 'let only these people know of it: [ada, bob]'],
  [{ kind: 'need_to_know_changed', old: 'ada' }, 'let everybody know of it who reads cases'],
  [
    { kind: 'need_to_know_claimed', old: 'ada', new: 'ada, eve' },
    'claimed the case as an administrator; these people may know of it now: [ada, eve]',
  ],
  [{ kind: 'case_merged', old: '' }, 'merged another case into this case'],
  [{ kind: 'tags_changed', old: 'a', new: 'a, b' }, 'changed the tags to [a, b]'],
  [{ kind: 'tags_changed', old: 'a' }, 'removed the tags [a]'],
  [{ kind: 'settings_changed' }, 'changed the settings of automatic cases'],
  [{ kind: 'detections_retired', new: '500' }, 'removed [500] detections that were kept long enough'],
  [{ kind: 'severity_changed', old: 'low', new: 'high' }, 'changed the severity from [low] to [high]'],
  [{ kind: 'score_changed', old: '40', new: '71' }, 'changed the score from [40] to [71]'],
  [{ kind: 'title_changed', new: 'Break-in' }, 'changed the title to [Break-in]'],
  [{ kind: 'rules_changed', old: '3', new: '4' }, 'replaced the rules from [3] to [4]'],
])('%j reads as a sentence', (activity, sentence) => {
  expect(asText(activity)).toBe(sentence)
})

test('a kind of a newer server is told, not dropped', () => {
  expect(asText({ kind: 'comet_seen' as Activity['kind'] })).toContain('comet_seen')
})
