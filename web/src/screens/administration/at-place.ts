/** What every section is given. */
export interface AtPlace {
  /** Where: root, partner:ID or tenant:ID. */
  place: string
  /** The tenant whose screens stand around it, if any. */
  around?: string
}

/** The id of the tenant that a place is. */
export const tenantAt = (place: string) => place.replace(/^tenant:/, '')
