import { useDocumentTitle } from '@mantine/hooks'
import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { detectionQuery } from '../../api/queries'
import { DetectionDeeds } from '../../detection/DetectionDeeds'
import { DetectionDetail } from '../../detection/DetectionDetail'
import { seenWords } from '../../detection/words'
import { paths } from '../../paths'
import { Foreign } from '../../ui/Foreign'
import { Severity } from '../../ui/Severity'
import { Tag } from '../../ui/Tag'
import css from './DetectionScreen.module.css'

const route = getRouteApi('/t/$tenant/detections/$id')

/** One detection on a page of its own. */
export function DetectionScreen() {
  const { tenant, id } = route.useParams()
  const { detection, text } = useSuspenseQuery(detectionQuery(tenant, id)).data
  useDocumentTitle(`${detection.id} · Caseweave`)
  return (
    <article className={css.screen}>
      <header className={css.head}>
        <nav aria-label="Breadcrumb" className={css.crumbs}>
          <Link {...paths.detections(tenant)}>Detections</Link>
          <span aria-hidden="true">/</span>
          <span>{detection.id}</span>
        </nav>
        <div className={css.title}>
          <Severity level={detection.severity_band} />
          <h1>
            <Foreign text={detection.title || detection.id} most={300} unfolds />
          </h1>
          {seenWords(detection.count) && <Tag>{seenWords(detection.count)}</Tag>}
        </div>
        <div className={css.deeds}>
          <DetectionDeeds tenant={tenant} detections={[detection]} />
        </div>
      </header>
      <div className={css.body}>
        <DetectionDetail tenant={tenant} detection={detection} text={text} />
      </div>
    </article>
  )
}
