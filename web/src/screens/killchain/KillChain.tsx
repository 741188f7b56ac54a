import { useDocumentTitle } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { killChainQuery } from '../../api/insights'
import { Answer } from '../../frame/Answer'
import { Report } from '../../frame/Report'
import { inCount } from '../../ui/format'
import css from './KillChain.module.css'
import { MatrixPart } from './MatrixPart'
import { StageColumn } from './StageColumn'

const route = getRouteApi('/t/$tenant/kill-chain')

/** How far the open cases have come, with those that matter most (requirement X2), and the ATT&CK matrix. */
export function KillChain() {
  const { tenant } = route.useParams()
  const { as } = route.useSearch()
  const navigate = route.useNavigate()
  useDocumentTitle('Kill chain · Caseweave')
  const query = useQuery(killChainQuery(tenant))
  const { data } = query
  return (
    <Report
      title="Kill chain"
      head={
        data && (
          <p>
            {data.complete
              ? `Of ${data.counted === 1 ? 'one open case' : `${inCount(data.counted)} open cases`}`
              : `Of the ${inCount(data.counted)} open cases that changed last; there are more`}
          </p>
        )
      }
    >
      <Answer of={query} what="The kill chain">
        {(data) => (
          <>
            <ol className={css.stages}>
              {data.stages.map((stage) => (
                <StageColumn key={stage.number} tenant={tenant} stage={stage} />
              ))}
            </ol>
            <MatrixPart
              tenant={tenant}
              chain={data}
              as={as}
              onShowAs={(as) => navigate({ search: { as }, replace: true })}
            />
          </>
        )}
      </Answer>
    </Report>
  )
}
