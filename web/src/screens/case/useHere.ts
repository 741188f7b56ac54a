import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { type EditedField, useEdited } from '../../api/editing'
import { leaveCase, type Present, presenceQuery } from '../../api/presence'
import { meQuery } from '../../api/queries'

/** Shows the reader on a case, for as long as the calling component is on the page, and tells who else is there. */
export function useHere(tenant: string, number: string): Present[] {
  const edited = useEdited()
  const { data, refetch } = useQuery(presenceQuery(tenant, number))
  // biome-ignore lint/correctness/useExhaustiveDependencies: others hear at once what is being edited
  useEffect(() => void refetch(), [edited, refetch])
  useEffect(() => {
    const leave = () => leaveCase(tenant, number)
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [tenant, number])
  return useOthers(data?.people)
}

/** Who else is just editing a field of a case. */
export function useEditors(tenant: string, number: string, field: EditedField): Present[] {
  const { data } = useQuery({ ...presenceQuery(tenant, number), enabled: false })
  return useOthers(data?.people).filter((p) => p.editing.includes(field))
}

function useOthers(people: Present[] | undefined): Present[] {
  const me = useSuspenseQuery(meQuery).data
  return (people ?? []).filter((p) => p.id !== me.user.id)
}
