import { useQuery } from '@tanstack/react-query'
import { checkpointQuery, historyCheckQuery, type Log } from '../../api/proof'
import { Answer } from '../../frame/Answer'
import { Broken } from '../../proof/Verified'
import css from './Audit.module.css'
import { AuditFacts } from './AuditFacts'
import { ProvenExport } from './ProvenExport'

interface Props {
  log: Log
  name: string
  /** Its entries are of cases. */
  cases?: boolean
}

/** What is known of one history, and a copy of it for an auditor. */
export function Proven({ log, name, cases }: Props) {
  const check = useQuery(historyCheckQuery(log))
  const signed = useQuery(checkpointQuery(log))
  return (
    <section className={css.proven} aria-label={name}>
      <h2>{name}</h2>
      <Answer of={check} what={name}>
        {(data) => (
          <>
            {data.state === 'broken' && <Broken check={data} />}
            <AuditFacts name={name} check={data} signed={signed.data} />
            {signed.error && <p className={css.refusal}>{signed.error.message}</p>}
            <ProvenExport log={log} name={name} cases={cases} />
          </>
        )}
      </Answer>
    </section>
  )
}
