import { type ComponentType, type LazyExoticComponent, lazy } from 'react'

interface Section {
  id: string
  name: string
  screen: LazyExoticComponent<ComponentType>
}

/** The sections of what concerns oneself alone, in order. */
export const accountSections: Section[] = [
  {
    id: 'password',
    name: 'Password',
    screen: lazy(() => import('./Password').then((m) => ({ default: m.Password }))),
  },
  {
    id: 'second-factor',
    name: 'Second factor',
    screen: lazy(() => import('./SecondFactor').then((m) => ({ default: m.SecondFactor }))),
  },
  {
    id: 'sessions',
    name: 'Sessions',
    screen: lazy(() => import('./Sessions').then((m) => ({ default: m.Sessions }))),
  },
]
