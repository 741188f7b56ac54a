import { useNavigate, useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { CaseDetail } from '../../api/records'
import { paths } from '../../paths'
import { say } from '../../ui/toasts'

/** Goes to the case that this one was merged into, whether that was before or happens under the reader's eyes. */
export function useLed(tenant: string, number: string, c: CaseDetail) {
  const navigate = useNavigate()
  const history = useRouterState({ select: (s) => s.location.pathname.endsWith('/history') })
  const to = c.merged_into ?? (sameNumber(c.number, number) ? undefined : c.number)
  useEffect(() => {
    if (!to || history) return
    say({ text: `${number} was merged into ${to}.`, topic: `led ${number}` })
    navigate({ ...paths.case(tenant, to), replace: true })
  }, [to, history, tenant, number, navigate])
}

/** Says that two writings name the same case: prefixes and zeroes play no part. */
export const sameNumber = (a: string, b: string) => digits(a) === digits(b)

const digits = (number: string) => number.replace(/\D/g, '').replace(/^0+/, '')
