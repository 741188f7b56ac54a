import { useEffect, useState } from 'react'
import { Foreign } from './Foreign'
import { Icon } from './Icon'
import css from './Toasts.module.css'
import { dismiss, stay, type Toast, useToasts } from './toasts'

/** Where the page says what it just did; screen readers hear it. */
export function Toasts() {
  const shown = useToasts()
  return (
    <section className={css.toasts} aria-label="Notices" aria-live="polite">
      {shown.map((t) => (
        <Line key={t.id} toast={t} />
      ))}
    </section>
  )
}

function Line({ toast }: { toast: Toast }) {
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => dismiss(toast.id), stay(toast))
    return () => clearTimeout(timer)
  }, [toast, held])
  const undo = () => {
    dismiss(toast.id)
    toast.undo?.()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: whoever points at it reads it; nothing is done by that
    <div
      className={css.toast}
      data-bad={toast.bad}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <p>
        <Foreign text={toast.text} most={400} />
      </p>
      {toast.undo && (
        <button type="button" className={css.undo} onClick={undo}>
          Undo
        </button>
      )}
      <button type="button" className={css.close} aria-label="Dismiss" onClick={() => dismiss(toast.id)}>
        <Icon name="close" size={14} />
      </button>
    </div>
  )
}
