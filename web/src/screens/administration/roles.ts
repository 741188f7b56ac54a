import type { Action } from '../../api/records'
import type { NewToken } from '../../api/tokens'

export type Role = NewToken['role']

/** What somebody with a role does, in few words. */
export const roleNames: Record<Role, string> = {
  admin: 'Admin: everything, settings and people too',
  analyst: 'Analyst: works on cases, writes rules',
  responder: 'Responder: works on cases',
  'read-only': 'Read-only: looks',
  ingest: 'Ingest: sends detections, reads nothing',
}

const choices = (roles: Role[]) => roles.map((value) => ({ value, label: roleNames[value] }))

export const peoplesRoles = choices(['admin', 'analyst', 'responder', 'read-only'])
export const programsRoles = choices(['ingest', 'read-only', 'responder', 'analyst', 'admin'])

/** What the page knows of the narrowing of each role; the server has the last word. */
const looks: Action[] = ['detections:read', 'cases:read', 'rules:read', 'settings:read']
const works: Action[] = [...looks, 'cases:write']
const writes: Action[] = ['detections:send', ...works, 'rules:write']
export const scopesOf = (role: Role, may: Action[]): Action[] =>
  ({ ingest: [], 'read-only': looks, responder: works, analyst: writes, admin: may })[role]
