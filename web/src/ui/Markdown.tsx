import { useEffect, useState } from 'react'
import { Foreign } from './Foreign'
import css from './Markdown.module.css'

type Render = (text: string) => TrustedHTML
let loaded: Render | undefined

/** What somebody wrote in Markdown. Nothing in it acts: see markdown/render. */
export function Markdown({ text }: { text: string }) {
  const [render, setRender] = useState<Render | undefined>(() => loaded)
  useEffect(() => {
    if (loaded) return
    import('./markdown/render').then((m) => {
      loaded = m.render
      setRender(() => m.render)
    })
  }, [])
  if (!render) {
    return (
      <p className={css.plain}>
        <Foreign text={text} most={65_536} />
      </p>
    )
  }
  // biome-ignore lint/security/noDangerouslySetInnerHtml: it was sanitized
  return <div dir="auto" className={css.text} dangerouslySetInnerHTML={{ __html: render(text) }} />
}
