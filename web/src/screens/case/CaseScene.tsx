import { useQuery } from '@tanstack/react-query'
import type { CaseDetail } from '../../api/records'
import { type Scene, sceneQuery } from '../../api/scene'
import { Facts } from '../../ui/Facts'
import { inCount } from '../../ui/format'
import { Time } from '../../ui/Time'
import css from './CaseScene.module.css'
import { SceneWhat } from './SceneWhat'
import { SceneWhere } from './SceneWhere'
import { SceneWho } from './SceneWho'

/** Who, what, when and where, on top of every tab (requirements X17 to X21). */
export function CaseScene({ tenant, c }: { tenant: string; c: CaseDetail }) {
  const { data: scene, error } = useQuery(sceneQuery(tenant, c.number))
  const drawn = (draw: (scene: Scene) => React.ReactNode) => (scene ? draw(scene) : (error?.message ?? '…'))
  const facts = [
    { name: 'Who', value: drawn((s) => <SceneWho tenant={tenant} number={c.number} who={s.who} />) },
    { name: 'What', value: drawn((s) => <SceneWhat tenant={tenant} number={c.number} what={s.what} />) },
    { name: 'When', value: <When c={c} /> },
    { name: 'Where', value: drawn((s) => <SceneWhere tenant={tenant} number={c.number} where={s.where} />) },
    ...(scene && !scene.complete
      ? [{ name: 'Read off', value: `the first ${inCount(scene.read)} detections` }]
      : []),
  ]
  return <Facts facts={facts} row />
}

/** When its detections began, and were seen last. */
function When({ c }: { c: CaseDetail }) {
  if (c.detection_count === 0) return <span className={css.quiet}>nothing happened</span>
  return (
    <>
      <Time at={c.first_seen_at} /> – <Time at={c.last_seen_at} />
    </>
  )
}
