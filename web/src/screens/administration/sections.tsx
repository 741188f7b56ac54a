import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import type { Action } from '../../api/records'
import type { AtPlace } from './at-place'

interface Section {
  id: string
  name: string
  /** What one must be allowed to do at the place to see it. */
  needs: Action
  /** The kinds of places that have it; all where nothing is said. */
  only?: ('root' | 'partner' | 'tenant')[]
  screen: LazyExoticComponent<ComponentType<AtPlace>>
}

/** The sections of the settings of a place, in order. */
export const sections: Section[] = [
  {
    id: 'people',
    name: 'People',
    needs: 'people:read',
    screen: lazy(() => import('./People').then((m) => ({ default: m.People }))),
  },
  {
    id: 'tokens',
    name: 'Tokens',
    needs: 'tokens:read',
    screen: lazy(() => import('./Tokens').then((m) => ({ default: m.Tokens }))),
  },
  {
    id: 'organisation',
    name: 'Organisation',
    needs: 'organisation:read',
    screen: lazy(() => import('../organisation/Organisation').then((m) => ({ default: m.Organisation }))),
  },
  {
    id: 'sign-in',
    name: 'Sign-in',
    needs: 'settings:write',
    screen: lazy(() => import('./SignIn').then((m) => ({ default: m.SignIn }))),
  },
  {
    id: 'identity-providers',
    name: 'Identity providers',
    needs: 'people:write',
    screen: lazy(() => import('./IdentityProviders').then((m) => ({ default: m.IdentityProviders }))),
  },
  {
    id: 'hidden-cases',
    name: 'Hidden cases',
    needs: 'settings:write',
    only: ['tenant'],
    screen: lazy(() => import('./HiddenCases').then((m) => ({ default: m.HiddenCases }))),
  },
  {
    id: 'audit',
    name: 'Audit',
    needs: 'audit:read',
    only: ['tenant'],
    screen: lazy(() => import('../audit/Audit').then((m) => ({ default: m.Audit }))),
  },
  {
    id: 'acts',
    name: 'Acts',
    needs: 'audit:read',
    screen: lazy(() => import('./Acts').then((m) => ({ default: m.Acts }))),
  },
]

/** Those that a reader who may do some actions sees at a place. */
export const sectionsAt = (place: string, may: Action[]) => {
  const kind = place.split(':')[0] as 'root' | 'partner' | 'tenant'
  return sections.filter((s) => may.includes(s.needs) && (!s.only || s.only.includes(kind)))
}
