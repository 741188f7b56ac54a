import { Modal } from '@mantine/core'
import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight'
import { Keys } from './Keys'
import css from './Palette.module.css'
import { type Command, useCommandList } from './registry'

const sections: Command['section'][] = ['Go to', 'List', 'Page']

/** The palette: every command by name. */
export function Palette() {
  const all = useCommandList()
  const groups: SpotlightActionGroupData[] = sections.map((section) => ({
    group: section,
    actions: all
      .filter((c) => c.section === section && !c.keyOnly)
      .map((c) => ({
        id: c.id,
        label: c.title,
        onClick: c.run,
        rightSection: c.keys && <Keys keys={c.keys} />,
      })),
  }))
  return (
    <Spotlight
      actions={groups.filter((g) => g.actions.length > 0)}
      shortcut={null}
      attributes={{ content: { 'aria-label': 'Commands' } }}
      nothingFound="No such command"
      searchProps={{ placeholder: 'What do you want to do?', 'aria-label': 'Search commands' }}
      transitionProps={{ duration: 80 }}
      shadow="sm"
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }}
    />
  )
}

/** The keys that work here, from the same list. */
export function KeyHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const all = useCommandList().filter((c) => c.keys)
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Keys"
      size="sm"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {sections
        .filter((section) => all.some((c) => c.section === section))
        .map((section) => (
          <section key={section} className={css.section}>
            <h3>{section}</h3>
            <dl>
              {all
                .filter((c) => c.section === section)
                .map((c) => (
                  <div key={c.id} className={css.line}>
                    <dt>{c.title}</dt>
                    <dd>
                      <Keys keys={c.keys ?? ''} />
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
    </Modal>
  )
}
