import { Button, Group, Modal } from '@mantine/core'
import type { Rule } from '../../api/rule-records'
import { type Draft, draftOf, ruleChanges } from '../../rule/draft'
import { FieldChanges } from '../../rule/FieldChanges'
import { Time } from '../../ui/Time'

interface Props {
  mine: Draft
  theirs: Rule
  onMine: () => void
  onTheirs: () => void
  onClose: () => void
}

/** Two people changed the rule: both versions, and the choice between them. */
export function Conflict({ mine, theirs, onMine, onTheirs, onClose }: Props) {
  return (
    <Modal
      opened
      onClose={onClose}
      title="Somebody else saved this rule"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <p>
        {theirs.updated_by || 'Somebody'} saved it
        {theirs.updated_at && (
          <>
            {' '}
            at <Time at={theirs.updated_at} />
          </>
        )}
        , after you began. These fields differ:
      </p>
      <FieldChanges changes={ruleChanges(draftOf(theirs), mine)} before="Theirs" after="Yours" />
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onClose}>
          Keep editing
        </Button>
        <Button variant="default" onClick={onTheirs}>
          Take theirs
        </Button>
        <Button onClick={onMine}>Save mine over it</Button>
      </Group>
    </Modal>
  )
}
