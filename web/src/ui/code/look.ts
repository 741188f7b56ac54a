import { EditorView } from '@codemirror/view'

/** The editor in the page's tokens; both schemes follow from them. */
export const look = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'transparent', fontSize: 'var(--text)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '24px', fontVariantLigatures: 'none' },
  '.cm-content': { padding: '4px 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 var(--s3)' },
  '.cm-placeholder': { color: 'var(--ink-2)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'var(--accent-soft)',
  },
  '&.cm-focused .cm-matchingBracket': {
    background: 'var(--surface-3)',
    outline: '1px solid var(--line-strong)',
  },
  '&.cm-focused .cm-nonmatchingBracket': { background: 'var(--bad-soft)' },
  '.cm-lintRange-error, .cm-lintPoint-error': { backgroundImage: 'none', position: 'relative' },
  '.cm-lintRange-error': { boxShadow: 'inset 0 -2px 0 var(--bad)' },
  '.cm-lintRange-error::before, .cm-lintPoint-error::after': {
    content: '"▲"',
    position: 'absolute',
    left: '0',
    bottom: '-11px',
    width: '1ch',
    border: '0',
    textAlign: 'center',
    fontSize: '10px',
    lineHeight: '12px',
    color: 'var(--bad)',
    pointerEvents: 'none',
  },
  '.cm-tooltip': {
    color: 'var(--ink)',
    background: 'var(--surface)',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--radius)',
    overflow: 'hidden',
    zIndex: '400',
  },
  '.cm-tooltip-lint': {
    padding: 'var(--s1) var(--s2)',
    maxWidth: '420px',
    font: 'var(--text-s) var(--font)',
  },
  '.cm-diagnostic': { border: '0', padding: '0' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', maxWidth: 'min(520px, 90vw)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '2px var(--s2)', lineHeight: '20px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    background: 'var(--accent-soft)',
    color: 'var(--ink)',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', color: 'var(--accent)' },
  '.cm-completionDetail': { color: 'var(--ink-2)', fontStyle: 'normal', fontFamily: 'var(--font)' },
})
