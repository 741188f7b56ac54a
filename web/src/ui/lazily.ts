import { type AsyncRouteComponent, lazyRouteComponent } from '@tanstack/react-router'

/** A part of the page whose code is loaded when it is first wanted, or by its `preload`. */
export type LazyPart<P> = AsyncRouteComponent<P>

/** The code of a part of the page could not be had. */
export class Unloaded extends Error {
  constructor() {
    super('This part of the page could not be loaded: the server does not answer.')
    this.name = 'Unloaded'
  }
}

/**
 * A part of the page that is loaded when it is first wanted. Where the server does not answer the
 * part throws Unloaded, until `preload` has it loaded; a server that answers without it has a newer
 * page, and all of that is loaded.
 */
export const lazily: typeof lazyRouteComponent = (load, name) =>
  lazyRouteComponent(() => load().catch(why), name)

async function why(e: unknown): Promise<never> {
  const mark = await fetch('/mark.svg', { method: 'HEAD', cache: 'no-store' }).catch(() => undefined)
  throw mark?.ok ? e : new Unloaded()
}
