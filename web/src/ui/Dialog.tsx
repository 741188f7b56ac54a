import { Modal, type ModalProps } from '@mantine/core'
import { useEffect, useState } from 'react'

/** A window over the page, there for as long as it is drawn; what had the focus before has it again after. */
export function Dialog(props: Omit<ModalProps, 'opened' | 'returnFocus'>) {
  const [origin] = useState(focusOrigin)
  useEffect(
    () => () => {
      if (document.activeElement === document.body) origin?.focus({ preventScroll: true })
    },
    [origin],
  )
  return <Modal opened returnFocus={false} closeButtonProps={{ 'aria-label': 'Close' }} centered {...props} />
}

/** What had the focus before the first of the dialogs that lead to each other. */
let first: HTMLElement | null = null

function focusOrigin(): HTMLElement | null {
  const now = document.activeElement as HTMLElement | null
  if (!now || now === document.body || now.closest('[role=dialog]')) return first
  // A menu goes away with its choice; its button stays.
  const menu = now.closest('[role=menu]')?.getAttribute('aria-labelledby')
  first = menu ? document.getElementById(menu) : now
  return first
}
