/** A literal of the query language that means exactly this text. */
export function quoted(text: string) {
  return `'${text.replaceAll("'", "''")}'`
}
