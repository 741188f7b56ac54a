import { spotlight } from '@mantine/spotlight'
import { useEffect } from 'react'
import { listen } from '../commands/keyboard'
import { useCommands } from '../commands/registry'
import { undoLast } from '../ui/toasts'
import { useScheme } from './scheme'

/** Listens to keys, and offers what every screen can do. */
export function usePageCommands(onHelp: () => void) {
  const scheme = useScheme()
  useEffect(() => listen(document), [])
  useCommands([
    { id: 'undo', title: 'Undo what was just done', section: 'Page', keys: 'u', run: undoLast },
    {
      id: 'palette',
      title: 'All commands',
      section: 'Page',
      keys: 'mod+k',
      keyOnly: true,
      run: spotlight.open,
    },
    { id: 'theme', title: 'Light or dark', section: 'Page', keys: 't', run: scheme.toggle },
    { id: 'help', title: 'Keys', section: 'Page', keys: '?', run: onHelp },
  ])
}
