import { useQuery } from '@tanstack/react-query'
import { checkpointQuery, historyCheckQuery } from '../../api/proof'
import { Answer } from '../../frame/Answer'
import { Report } from '../../frame/Report'
import { Broken } from '../../proof/Verified'
import { type AtPlace, tenantAt } from '../administration/at-place'
import css from './Audit.module.css'
import { AuditFacts } from './AuditFacts'
import { ProvenExport } from './ProvenExport'

/** Whether the tenant's history is what was written, and how others can see that (requirements P15, P16, B5). */
export function Audit({ place }: AtPlace) {
  const tenant = tenantAt(place)
  const check = useQuery(historyCheckQuery(tenant))
  const signed = useQuery(checkpointQuery(tenant))
  return (
    <Report
      title="Audit"
      head={<p>Everything that happens here is an entry of one history, which the server signs.</p>}
    >
      <Answer of={check} what="The audit">
        {(data) => (
          <div className={css.parts}>
            {data.state === 'broken' && <Broken check={data} />}
            <AuditFacts check={data} signed={signed.data} />
            <p className={css.about}>
              The server signs at each hour how many entries there are and what they come to. Keep such
              checkpoints where nobody of this installation can reach them: who has one can prove that nothing
              before it was changed since.
            </p>
            {signed.error && <p className={css.refusal}>{signed.error.message}</p>}
            <ProvenExport tenant={tenant} />
          </div>
        )}
      </Answer>
    </Report>
  )
}
