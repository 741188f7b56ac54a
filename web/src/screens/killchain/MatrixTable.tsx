import { Link } from '@tanstack/react-router'
import { Outward } from '../../attack/Outward'
import { paths } from '../../paths'
import { Foreign } from '../../ui/Foreign'
import { inCount } from '../../ui/format'
import css from './MatrixTable.module.css'
import { type Column, rows } from './matrix-cells'

/** The matrix as a table: a row for each tactic and for each technique under it (requirement S19). */
export function MatrixTable({ tenant, columns }: { tenant: string; columns: Column[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={css.around} tabIndex={0} aria-label="ATT&CK matrix">
      <table className={css.table}>
        <caption>Open cases by tactic and technique</caption>
        <thead>
          <tr>
            <th scope="col">Tactic</th>
            <th scope="col">Technique</th>
            <th scope="col">Id</th>
            <th scope="col" data-number>
              Cases
            </th>
          </tr>
        </thead>
        <tbody>
          {rows(columns).map((r) => (
            <tr key={`${r.tactic} ${r.technique} ${r.id}`} data-tactic={!r.technique}>
              <th scope="row">
                <Foreign text={r.tactic} most={80} />
              </th>
              <td>{r.technique && <Foreign text={r.technique} most={120} />}</td>
              <td>
                <Outward url={r.url} title={`${r.technique || r.tactic} at MITRE ATT&CK`}>
                  <Foreign text={r.id} most={60} />
                </Outward>
              </td>
              <td data-number data-none={r.cases === 0}>
                {r.cases > 0 ? <Link {...paths.cases(tenant, { q: r.q })}>{inCount(r.cases)}</Link> : 0}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
