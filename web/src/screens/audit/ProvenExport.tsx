import { Button, Code, TextInput } from '@mantine/core'
import { useState } from 'react'
import { provenFile } from '../../api/proof'
import { beginOf, endOf } from '../../ui/format'
import css from './Audit.module.css'

/** Asks which entries an auditor gets, and hands them over with their proof. */
export function ProvenExport({ tenant }: { tenant: string }) {
  const [asked, setAsked] = useState({ from: '', to: '', actor: '', case: '' })
  const field = (name: keyof typeof asked) => ({
    value: asked[name],
    onChange: (e: { target: { value: string } }) => setAsked((a) => ({ ...a, [name]: e.target.value })),
  })
  const file = provenFile(tenant, { ...asked, from: beginOf(asked.from), to: endOf(asked.to) })
  return (
    <section className={css.export} aria-labelledby="proven-export">
      <h2 id="proven-export">Export for auditors</h2>
      <div className={css.fields}>
        <TextInput {...field('from')} type="date" label="From" />
        <TextInput {...field('to')} type="date" label="Until" />
        <TextInput {...field('actor')} label="By whom" placeholder="anybody" maxLength={200} />
        <TextInput {...field('case')} label="Case" placeholder="all" maxLength={40} />
      </div>
      <Button component="a" href={file} download className={css.button}>
        Export with proof
      </Button>
      <p className={css.about}>
        Whoever gets the file can check it without this server: <Code>caseweave verify FILE --key KEY</Code>{' '}
        says whether every entry is as it was written, and names the first that is not.
      </p>
    </section>
  )
}
