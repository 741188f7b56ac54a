import { Link } from '@tanstack/react-router'
import { safeLink } from '../../attack/catalogue'
import { paths } from '../../paths'
import { Foreign } from '../../ui/Foreign'
import { inCount } from '../../ui/format'
import { Icon } from '../../ui/Icon'
import css from './MatrixTable.module.css'
import { type Column, type Row, rows } from './matrix-cells'

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
                <Outward row={r} />
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

function Outward({ row }: { row: Row }) {
  const url = safeLink(row.url)
  if (!url) return <Foreign text={row.id} most={60} />
  return (
    <a href={url} target="_blank" rel="noreferrer" title={`${row.technique || row.tactic} at MITRE ATT&CK`}>
      {row.id} <Icon name="out" size={11} />
    </a>
  )
}
