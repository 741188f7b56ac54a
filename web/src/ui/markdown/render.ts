import DOMPurify from 'dompurify'
import MarkdownIt from 'markdown-it'
import { stretches } from '../foreign-text'

// Images would be fetched from wherever a writer says, so there are none.
const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true }).disable('image')

const allowed = [
  ...['p', 'br', 'hr', 'em', 'strong', 's', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'a'],
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
]

DOMPurify.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName !== 'A') return
  node.setAttribute('target', '_blank')
  node.setAttribute('rel', 'noopener noreferrer nofollow')
})

/** Markdown as HTML that can't act: no script, no style, no picture; links open elsewhere. */
export function render(text: string): TrustedHTML {
  return DOMPurify.sanitize(markdown.render(seen(text)), {
    ALLOWED_TAGS: allowed,
    ALLOWED_ATTR: ['href', 'title', 'start'],
    ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
    RETURN_TRUSTED_TYPE: true,
  })
}

/** The text with the names of characters that would act unseen in their places. */
const seen = (text: string) =>
  stretches(text)
    .map((s) => ('plain' in s ? s.plain : `[${s.code}]`))
    .join('')
