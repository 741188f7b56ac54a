/** One place in what was sent, and what is wrong with it. Lines and columns count from 1. */
export interface Mistake {
  location?: string
  line?: number
  column?: number
  message: string
  suggestion?: string
}

/** What the server refused (RFC 9457), with a sentence fit for a person. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly mistakes: Mistake[] = [],
    /** A URN where the page should react to the very problem. */
    readonly type = 'about:blank',
  ) {
    super(message)
    this.name = 'Problem'
  }

  /** Reads the body of an answer that was no success; the body may be anything. */
  static from(status: number, body: unknown): Problem {
    const b = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
    const text = [b.detail, b.title].find((t) => typeof t === 'string' && t !== '')
    const mistakes = Array.isArray(b.errors) ? (b.errors as Mistake[]) : []
    const type = typeof b.type === 'string' ? b.type : undefined
    return new Problem(
      status,
      (text as string | undefined) ?? `The server answered ${status}.`,
      mistakes,
      type,
    )
  }

  /** The server could not be asked at all. */
  static unreachable(): Problem {
    return new Problem(0, 'The server does not answer. It may be restarting, or the network is down.')
  }
}

/** Says whether the password was right and a code is wanted. */
export const wantsCode = (e: unknown) =>
  e instanceof Problem && e.type === 'urn:caseweave:second-factor-wanted'

/** Says whether the reader has to log in (again). */
export function needsLogin(e: unknown): boolean {
  return e instanceof Problem && e.status === 401
}

/** What is wrong with one field of the body that was sent, with or without the word body before it. */
export const mistakeAt = (e: unknown, field: string) =>
  e instanceof Problem
    ? e.mistakes.find((m) => m.location === field || m.location === `body.${field}`)?.message
    : undefined
