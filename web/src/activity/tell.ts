import type { Activity } from '../api/records'

/** A piece of a sentence: our own words, a value from outside, or a detection to go to. */
export type Piece = string | { value: string } | { detection: { id: string; title: string } }

/** What happened as a sentence without its subject, which is the actor. */
export function tell(a: Activity): Piece[] {
  switch (a.kind) {
    case 'case_opened':
      return ['opened the case', ...titled(a.new), ...byRule(a)]
    case 'detection_added':
      return ['added ', detection(a), ...byRule(a)]
    case 'detection_updated':
      return ['took an update of ', detection(a), ' from its source']
    case 'severity_changed':
      return ['changed the severity', ...fromTo(a)]
    case 'score_changed':
      return ['changed the score', ...fromTo(a)]
    case 'title_changed':
      return ['changed the title', ...fromTo(a)]
    case 'rules_changed':
      return ['replaced the rules', ...fromTo(a)]
    default:
      return undrawn(a.kind)
  }
}

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
