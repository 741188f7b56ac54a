import { Button, Code, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type Log, provenFile } from '../../api/proof'
import { caseQuery } from '../../api/queries'
import { downloadFrom } from '../../ui/download'
import { beginOf, endOf } from '../../ui/format'
import css from './Audit.module.css'

const nothing = { from: '', to: '', actor: '', case: '' }

/** Asks which entries an auditor gets, and hands them over with their proof. */
export function ProvenExport({ log, name, cases }: { log: Log; name: string; cases?: boolean }) {
  const cache = useQueryClient()
  const [asked, setAsked] = useState(nothing)
  const [wrong, setWrong] = useState<Partial<typeof nothing>>({})
  const [looks, setLooks] = useState(false)
  const field = (key: keyof typeof asked) => ({
    value: asked[key],
    error: wrong[key],
    onChange: (e: { target: { value: string } }) => {
      setWrong({})
      setAsked((a) => ({ ...a, [key]: e.target.value }))
    },
  })
  const submit = async (e: FormEvent) => {
    e.preventDefault()
    if (asked.from && asked.to && asked.to < asked.from) return setWrong({ to: 'It is before the beginning' })
    const number = asked.case.trim()
    if (number && 'tenant' in log) {
      setLooks(true)
      const missing = await cache.fetchQuery(caseQuery(log.tenant, number)).then(
        () => undefined,
        (e: Error) => e.message,
      )
      setLooks(false)
      if (missing) return setWrong({ case: missing })
    }
    downloadFrom(provenFile(log, { ...asked, case: number, from: beginOf(asked.from), to: endOf(asked.to) }))
  }
  return (
    <form className={css.export} aria-label={`Export: ${name}`} onSubmit={(e) => void submit(e)}>
      <h3>Export for auditors</h3>
      <div className={css.fields}>
        <TextInput {...field('from')} type="date" label="From" />
        <TextInput {...field('to')} type="date" label="Until" />
        <TextInput {...field('actor')} label="By whom" placeholder="anybody" maxLength={200} />
        {cases && <TextInput {...field('case')} label="Case" placeholder="all" maxLength={40} />}
      </div>
      <Button
        type="submit"
        variant="default"
        className={css.button}
        loading={looks}
        aria-label={`Export with proof: ${name}`}
      >
        Export with proof
      </Button>
      <p className={css.about}>
        Whoever gets the file can check it without this server: <Code>caseweave verify FILE --key KEY</Code>{' '}
        says whether every entry is as it was written, and names the first that is not.
      </p>
    </form>
  )
}
