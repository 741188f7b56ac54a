import type { useLiveList } from '../api/live-list'
import { Trouble } from './Trouble'

const words = {
  more: 'Could not load more.',
  refresh: 'Could not refresh the list; what you see may be behind.',
}

/** Says what a list that has rows could not load, and tries once more. */
export function ListTrouble({ list }: { list: Pick<ReturnType<typeof useLiveList>, 'trouble' | 'again'> }) {
  return list.trouble && <Trouble onAgain={list.again}>{words[list.trouble]}</Trouble>
}
