import type { Colouring } from '../ui/code/colouring'

const pieces: Colouring['pieces'] = [
  [/\/\/.*/, 'comment'],
  [/[rb]{0,2}'(?:[^'\\]|\\.)*'?/, 'text'],
  [/[rb]{0,2}"(?:[^"\\]|\\.)*"?/, 'text'],
  [/(true|false|null|in)\b/, 'word'],
  [/\d+(?:\.\d+)?u?\b/, 'number'],
  [/[\p{L}_][\p{L}\p{N}_]*(?=\()/u, 'word'],
  [/[\p{L}_][\p{L}\p{N}_]*/u, 'name'],
  [/[-+*/%=<>!&|?:.,()[\]]+/, 'sign'],
  [/\s+/, null],
]

/** CEL, the language of grouping. */
export const expressionColouring: Colouring = { pieces }

/** Text in which CEL stands between ${ and }. */
export const scriptColouring: Colouring = { pieces, within: { open: '${', close: '}' } }
