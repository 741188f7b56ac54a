import { Link } from '@tanstack/react-router'
import { paths } from '../../paths'
import { Foreign } from '../../ui/Foreign'
import { harmless } from '../../ui/foreign-text'
import { counted, inCount } from '../../ui/format'
import css from './CaseScene.module.css'

interface Props {
  tenant: string
  number: string
  seen: { detections: number; filter: string; looked_up?: boolean }
  /** Its name. */
  children: string
  /** Most characters of it to draw. */
  most?: number
}

/** Something that detections of a case speak of, how many do, and the way to them. */
export function SeenLink({ tenant, number, seen, children, most = 22 }: Props) {
  const told = `${harmless(children)}: ${counted(seen.detections, 'detection')}${seen.looked_up ? ', looked up by its address' : ''}`
  const name = (
    <>
      <Foreign text={children} most={most} /> <span className={css.count}>{inCount(seen.detections)}</span>
    </>
  )
  if (!seen.filter) return <span title={told}>{name}</span>
  return (
    <Link {...paths.caseDetections(tenant, number, { q: seen.filter })} title={told}>
      {name}
    </Link>
  )
}
