import { SegmentedControl, Switch } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { KillChain } from '../../api/insights'
import { attackQuery } from '../../api/queries'
import css from './KillChain.module.css'
import { Matrix } from './Matrix'
import { MatrixTable } from './MatrixTable'
import { columns } from './matrix-cells'

interface Props {
  tenant: string
  chain: KillChain
  as?: 'table'
  onShowAs: (as?: 'table') => void
}

/** The ATT&CK matrix with how many open cases name what, as a picture or as a table. */
export function MatrixPart({ tenant, chain, as, onShowAs }: Props) {
  const attack = useQuery(attackQuery).data
  const [all, setAll] = useLocalStorage({ key: 'caseweave whole matrix', defaultValue: false })
  const drawn = attack && columns(attack, chain, all)
  const Shown = as === 'table' ? MatrixTable : Matrix
  return (
    <>
      <div className={css.head}>
        <h2>ATT&amp;CK matrix</h2>
        <SegmentedControl
          size="xs"
          aria-label="Show as"
          value={as ?? 'matrix'}
          onChange={(v) => onShowAs(v === 'table' ? 'table' : undefined)}
          data={[
            { value: 'matrix', label: 'Matrix' },
            { value: 'table', label: 'Table' },
          ]}
        />
        <Switch
          size="xs"
          label="Also what does not occur"
          checked={all}
          onChange={(e) => setAll(e.currentTarget.checked)}
        />
      </div>
      {drawn && drawn.length > 0 && <Shown tenant={tenant} columns={drawn} />}
      {drawn?.length === 0 && <p className={css.quiet}>No open case names a tactic or technique.</p>}
    </>
  )
}
