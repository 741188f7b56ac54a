import { type LazyPart, lazily } from '../../ui/lazily'

interface Section {
  id: string
  name: string
  screen: LazyPart<object>
}

/** The sections of what concerns oneself alone, in order. */
export const accountSections: Section[] = [
  {
    id: 'password',
    name: 'Password',
    screen: lazily(() => import('./Password'), 'Password'),
  },
  {
    id: 'second-factor',
    name: 'Second factor',
    screen: lazily(() => import('./SecondFactor'), 'SecondFactor'),
  },
  {
    id: 'sessions',
    name: 'Sessions',
    screen: lazily(() => import('./Sessions'), 'Sessions'),
  },
]
