import type { Action, Me } from '../../api/records'
import { placesOf } from '../../frame/places'
import { type LazyPart, lazily } from '../../ui/lazily'
import type { AtPlace } from './at-place'

interface Section {
  id: string
  name: string
  /** What one must be allowed to do at the place to see it. */
  needs: Action
  /** The kinds of places that have it; all where nothing is said. */
  only?: ('root' | 'partner' | 'tenant')[]
  screen: LazyPart<AtPlace>
}

/** The sections of the settings of a place, in order. */
export const sections: Section[] = [
  {
    id: 'people',
    name: 'People',
    needs: 'people:read',
    screen: lazily(() => import('./People'), 'People'),
  },
  {
    id: 'tokens',
    name: 'Tokens',
    needs: 'tokens:read',
    screen: lazily(() => import('./Tokens'), 'Tokens'),
  },
  {
    id: 'organisation',
    name: 'Organisation',
    needs: 'organisation:read',
    screen: lazily(() => import('../organisation/Organisation'), 'Organisation'),
  },
  {
    id: 'sign-in',
    name: 'Sign-in',
    needs: 'settings:write',
    screen: lazily(() => import('./SignIn'), 'SignIn'),
  },
  {
    id: 'identity-providers',
    name: 'Identity providers',
    needs: 'people:write',
    screen: lazily(() => import('./IdentityProviders'), 'IdentityProviders'),
  },
  {
    id: 'hidden-cases',
    name: 'Hidden cases',
    needs: 'settings:write',
    only: ['tenant'],
    screen: lazily(() => import('./HiddenCases'), 'HiddenCases'),
  },
  {
    id: 'audit',
    name: 'Audit',
    needs: 'audit:read',
    screen: lazily(() => import('../audit/Audit'), 'Audit'),
  },
  {
    id: 'acts',
    name: 'Acts',
    needs: 'audit:read',
    screen: lazily(() => import('./Acts'), 'Acts'),
  },
]

/** Those that a reader who may do some actions sees at a place. */
export const sectionsAt = (place: string, may: Action[]) => {
  const kind = place.split(':')[0] as 'root' | 'partner' | 'tenant'
  return sections.filter((s) => may.includes(s.needs) && (!s.only || s.only.includes(kind)))
}

/** Says whether a reader sees settings from a tenant's screens, or from no tenant's. */
export const hasSettings = (me: Me, tenant?: string) =>
  placesOf(me, tenant).some((place) => sectionsAt(place.id, me.may ?? []).length > 0)
