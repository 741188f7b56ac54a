import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { mostSeen, sceneQuery } from '../../api/scene'
import { inCount } from '../../ui/format'
import css from './Overview.module.css'

/** How many are shown at first. */
const few = 10

/** A list of a case's scene, of which few are shown until somebody wants more: the scene, the part to show, and what stands below. */
export function useUnfolded(tenant: string, number: string) {
  const [unfolded, setUnfolded] = useState(false)
  const { data: short, error } = useQuery(sceneQuery(tenant, number))
  const long = useQuery({ ...sceneQuery(tenant, number, mostSeen), enabled: unfolded }).data
  const rest = (shown: number, total: number) => {
    if (error && !short) return <p className={css.none}>{error.message}</p>
    if (total <= shown) return null
    if (unfolded) return <p className={css.none}>and {inCount(total - shown)} more</p>
    return (
      <Button size="compact-sm" variant="default" mt={4} onClick={() => setUnfolded(true)}>
        {total > mostSeen ? `Show the first ${mostSeen} of ${inCount(total)}` : `Show all ${inCount(total)}`}
      </Button>
    )
  }
  const part = <T,>(items: T[]) => (unfolded ? items : items.slice(0, few))
  return { scene: long ?? short, part, rest }
}
