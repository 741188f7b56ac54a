import { expect, test } from 'vitest'
import { blankTemplate, sameTemplate, templateChanges, templateDraftOf, templateOf } from './template-draft'

test('a draft of a template is sent back as the same template', () => {
  const draft = templateDraftOf({
    title: 'Phishing',
    case_title: '${rule.title}',
    stages: [{ title: 'Contain' }],
  })
  expect(sameTemplate(templateDraftOf(templateOf(draft)), draft)).toBe(true)
  expect(templateOf(draft)).not.toHaveProperty('assignee')
})

test('a change of a stage is a change of the template', () => {
  const after = { ...blankTemplate, stages: [{ title: 'Contain', tasks: [] }] }
  expect(templateChanges(blankTemplate, after).map((c) => c.field)).toEqual(['stages'])
})
