import type { Source } from '../api/sources'

export type FeedState = Source['state']

/** What each state is called, the gravest first. */
export const feedWords: Record<FeedState, string> = {
  silent: 'Silent',
  quieter_than_usual: 'Quieter than usual',
  new: 'New',
  sending: 'Sending',
}

const gravest = Object.keys(feedWords) as FeedState[]

/** Whether somebody should look. */
export const inTrouble = ({ state }: Source) => state === 'silent' || state === 'quieter_than_usual'

/** The sources with the gravest state first; those of the same state stay in their order. */
export const byGravity = (sources: Source[]) =>
  [...sources].sort((a, b) => gravest.indexOf(a.state) - gravest.indexOf(b.state))
