import { Outlet } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { KeyHelp, Palette } from '../commands/Palette'
import { Toasts } from '../ui/Toasts'
import { LoggedOut } from './LoggedOut'
import css from './Shell.module.css'
import { usePageCommands } from './usePageCommands'

interface Props {
  rail: (onHelp: () => void) => ReactNode
  /** In place of the screen that the address names. */
  children?: ReactNode
}

/** The screen between the rail and what every screen has: commands, keys and notices. */
export function Shell({ rail, children = <Outlet /> }: Props) {
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
        {children}
      </main>
      <Palette />
      <Toasts />
      <LoggedOut />
      <KeyHelp opened={help} onClose={() => setHelp(false)} />
    </div>
  )
}
