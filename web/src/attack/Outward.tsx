import type { ReactNode } from 'react'
import { Icon } from '../ui/Icon'
import { safeLink } from './catalogue'

interface Props {
  url?: string
  title?: string
  className?: string
  children: ReactNode
}

/** A name that leads to its page at MITRE, where it has one. */
export function Outward({ url, title, className, children }: Props) {
  const href = safeLink(url)
  if (!href) return <span className={className}>{children}</span>
  return (
    <a href={href} target="_blank" rel="noreferrer" className={className} title={title}>
      {children} <Icon name="out" size={12} />
    </a>
  )
}
