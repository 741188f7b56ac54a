/** What every section is given. */
export interface AtPlace {
  /** Where: root, partner:ID or tenant:ID. */
  place: string
  /** The tenant whose screens stand around it. */
  tenant: string
}
