interface Guard {
  createPolicy?: (name: string, rules: { createHTML: (text: string) => string | null }) => unknown
}

/** The nonce that lets style sheets which are made here count: see the server's content security policy. */
export const styleNonce = () => document.querySelector<HTMLElement>('meta[name="style-nonce"]')?.nonce ?? ''

/**
 * Makes the browser refuse text that is written where HTML belongs, unless it makes no element.
 * Libraries write style sheets so; what people wrote goes through the sanitizer's own policy.
 * To be called before anything is drawn.
 */
export function guardDocument() {
  const { trustedTypes } = globalThis as { trustedTypes?: Guard }
  trustedTypes?.createPolicy?.('default', { createHTML: (text) => (text.includes('<') ? null : text) })
  // Where the library that holds the page still below a window looks for the nonce.
  Object.assign(globalThis, { __webpack_nonce__: styleNonce() })
}
