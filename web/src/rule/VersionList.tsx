import { Button, Drawer } from '@mantine/core'
import type { ComponentProps } from 'react'
import { Answer } from '../frame/Answer'
import { Foreign } from '../ui/Foreign'
import { Time } from '../ui/Time'
import type { FieldChange } from './draft'
import { FieldChanges } from './FieldChanges'
import css from './VersionList.module.css'

/** One version, and how it differs from the one before. */
export interface VersionLine {
  version: number
  set_version: number
  at: string
  by: string
  changes: FieldChange[]
  /** Fills the editor with it. */
  onTake?: () => void
}

interface Props {
  what: string
  opened: boolean
  onClose: () => void
  versions: ComponentProps<typeof Answer<VersionLine[]>>['of']
}

/** Who changed what, and when; newest first. */
export function VersionList({ what, opened, onClose, versions }: Props) {
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size="min(640px, 100%)"
      title={`Versions of this ${what}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Answer of={versions} what="The versions">
        {(versions) => (
          <ol className={css.versions}>
            {versions.map((v, i) => (
              <li key={v.version} className={css.version}>
                <div className={css.head}>
                  <h3>Version {v.version}</h3>
                  <span>
                    <Foreign text={v.by || 'Somebody'} most={80} />, <Time at={v.at} />
                  </span>
                  <span className={css.set}>rule set {v.set_version}</span>
                  {i > 0 && v.onTake && (
                    <Button size="compact-xs" variant="default" onClick={v.onTake}>
                      Edit from here
                    </Button>
                  )}
                </div>
                {v.changes.length > 0 ? (
                  <FieldChanges changes={v.changes} />
                ) : (
                  <p className={css.set}>
                    {v.version === 1 ? 'Written.' : 'No field differs from the one before.'}
                  </p>
                )}
              </li>
            ))}
          </ol>
        )}
      </Answer>
    </Drawer>
  )
}
