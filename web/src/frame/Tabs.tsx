import { Link, type LinkOptions, useLocation } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import css from './Tabs.module.css'

export interface Tab {
  id: string
  to: LinkOptions
  name: ReactNode
  count?: string
}

/** Links between the parts of one screen. Where they don't all fit, the current one is in sight. */
export function Tabs({ label, tabs, replace }: { label: string; tabs: Tab[]; replace?: boolean }) {
  const nav = useRef<HTMLElement>(null)
  const at = useLocation({ select: (l) => l.pathname })
  useEffect(() => {
    const current = [...(nav.current?.children ?? [])].find((tab) => tab.getAttribute('href') === at)
    current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [at])
  return (
    <nav ref={nav} aria-label={label} className={css.tabs}>
      {tabs.map((t) => (
        <Link
          key={t.id}
          {...t.to}
          className={css.tab}
          activeOptions={{ includeSearch: false }}
          replace={replace}
        >
          {t.name}
          {t.count !== undefined && <span className={css.count}>{t.count}</span>}
        </Link>
      ))}
    </nav>
  )
}
