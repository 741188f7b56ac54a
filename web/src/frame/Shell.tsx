import { Outlet } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { KeyHelp, Palette } from '../commands/Palette'
import { Toasts } from '../ui/Toasts'
import css from './Shell.module.css'
import { usePageCommands } from './usePageCommands'

/** The screen between the rail and what every screen has: commands, keys and notices. */
export function Shell({ rail }: { rail: (onHelp: () => void) => ReactNode }) {
  const [help, setHelp] = useState(false)
  const onHelp = () => setHelp(true)
  usePageCommands(onHelp)
  return (
    <div className={css.frame}>
      <a className={css.skip} href="#main">
        Skip to content
      </a>
      {rail(onHelp)}
      <main className={css.main} id="main" tabIndex={-1}>
        <Outlet />
      </main>
      <Palette />
      <Toasts />
      <KeyHelp opened={help} onClose={() => setHelp(false)} />
    </div>
  )
}
