import type { Colouring } from '../ui/code/colouring'

const words =
  /(AND|OR|NOT|IS|NULL|IN|CONTAINS|STARTS_WITH|ENDS_WITH|MATCHES_REGEX|IN_CIDR|EARLIEST|LATEST|TRUE|FALSE)\b/i

/** The query language of filters. */
export const queryColouring: Colouring = {
  pieces: [
    [/e'(?:[^'\\]|\\.|'')*'?/, 'text'],
    [/'(?:[^']|'')*'?/, 'text'],
    [words, 'word'],
    [/!(?=[A-Za-z])/, 'word'],
    [/-?\d+(?:\.\d+)?[smhdw]?\b/, 'number'],
    [/@?[\p{L}_][\p{L}\p{N}_.]*/u, 'name'],
    [/[=<>!]+|[(),]/, 'sign'],
    [/\s+/, null],
  ],
}
