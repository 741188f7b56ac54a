import { Link, type LinkOptions } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import css from './Tabs.module.css'

export interface Tab {
  id: string
  to: LinkOptions
  name: ReactNode
  count?: string
}

/** Links between the parts of one screen. */
export function Tabs({ label, tabs, replace }: { label: string; tabs: Tab[]; replace?: boolean }) {
  return (
    <nav aria-label={label} className={css.tabs}>
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
