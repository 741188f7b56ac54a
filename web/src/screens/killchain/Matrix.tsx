import { Link } from '@tanstack/react-router'
import { Outward } from '../../attack/Outward'
import { paths } from '../../paths'
import { Foreign } from '../../ui/Foreign'
import { inCount } from '../../ui/format'
import css from './KillChain.module.css'
import type { Cell, Column } from './matrix-cells'

/** Tactics in matrix order with their techniques; each number leads to its cases, each name to MITRE. */
export function Matrix({ tenant, columns }: { tenant: string; columns: Column[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={css.matrix} tabIndex={0} aria-label="ATT&CK matrix">
      {columns.map((c) => (
        <section key={c.id || c.name} className={css.tactic}>
          <h3>
            <Name cell={c} />
            {c.cases > 0 && <Link {...paths.cases(tenant, { q: c.q })}>{inCount(c.cases)}</Link>}
          </h3>
          <ul>
            {c.techniques.map((t) => (
              <li key={t.id} data-empty={t.cases === 0}>
                <Name cell={t} />
                {t.cases > 0 && <Link {...paths.cases(tenant, { q: t.q })}>{inCount(t.cases)}</Link>}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  )
}

const Name = ({ cell }: { cell: Cell }) => (
  <Outward url={cell.url} className={css.name} title={`${cell.id} at MITRE ATT&CK`}>
    <Foreign text={cell.name} most={80} />
  </Outward>
)
