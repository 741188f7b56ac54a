import { Autocomplete, Button, NumberInput, TextInput } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { Problem } from '../../api/problem'
import type { Settings as Values } from '../../api/rule-records'
import { changeSettings, settingsQuery } from '../../api/settings'
import { ToolHead } from '../../frame/ToolHead'
import { useUnsaved } from '../../frame/useUnsaved'
import { complain } from '../../rule/deeds'
import { useNoSettings } from '../../rule/useMay'
import { Ask } from '../../ui/Ask'
import { say } from '../../ui/toasts'
import css from './Settings.module.css'

const route = getRouteApi('/t/$tenant/automatic/settings')

/** The bounds of automatic cases that a tenant sets for itself. */
export function Settings() {
  const { tenant } = route.useParams()
  const cache = useQueryClient()
  const stored = useSuspenseQuery(settingsQuery(tenant)).data
  const forbidden = useNoSettings()
  const [changed, setChanged] = useState<Partial<Values>>({})
  useDocumentTitle('Settings of automatic cases · Caseweave')
  const values = { ...stored, ...changed }
  const dirty = JSON.stringify(values) !== JSON.stringify(stored)
  const unsaved = useUnsaved(dirty)
  const put = async (change: Partial<Values>, undoes = false) => {
    const before = stored
    cache.setQueryData(settingsQuery(tenant).queryKey, await changeSettings(tenant, change))
    setChanged({})
    const back = () => put(before, true).catch(complain)
    say({
      text: undoes ? 'The settings are as they were.' : 'The settings were saved.',
      undo: undoes ? undefined : back,
    })
  }
  const save = useMutation({ mutationFn: () => put(changed) })
  const refusal = save.error instanceof Problem ? save.error : undefined
  const change = (fields: Partial<Values>) => setChanged((c) => ({ ...c, ...fields }))
  const field = <K extends keyof Values>(name: K) => ({
    value: values[name],
    readOnly: !!forbidden,
    error: refusal?.mistakes.find((m) => m.location?.endsWith(name))?.message,
  })
  const text = (name: 'repeat_window' | 'case_quiet_limit' | 'case_prefix') => ({
    ...field(name),
    onChange: (e: { target: { value: string } }) => change({ [name]: e.target.value }),
  })
  const number = (name: 'trigger_severity' | 'append_severity') => ({
    ...field(name),
    onChange: (n: number | string) => change({ [name]: Number(n) }),
    min: 0,
    max: 1,
    step: 0.1,
    decimalScale: 3,
  })
  return (
    <>
      <ToolHead title="Settings" note={forbidden ?? 'Bounds that hold for every rule'} />
      <form
        className={css.form}
        onSubmit={(e) => {
          e.preventDefault()
          save.mutate()
        }}
      >
        <NumberInput
          {...number('trigger_severity')}
          label="Severity that tries rules"
          description="Detections below are stored, and open or join nothing"
        />
        <NumberInput
          {...number('append_severity')}
          label="Severity that a search takes"
          description="Related detections below are not added by the search"
        />
        <TextInput
          {...text('repeat_window')}
          label="Window for repeats"
          description="Repeats of a detection this close become one with a count; 0s lets none"
        />
        <TextInput
          {...text('case_quiet_limit')}
          label="Quiet limit of cases"
          description="How long after its last detection a case takes another"
        />
        <Autocomplete
          {...field('time_zone')}
          onChange={(time_zone) => change({ time_zone })}
          data={Intl.supportedValuesOf('timeZone')}
          limit={30}
          label="Time zone"
          description="Days and hours of grouping follow it"
        />
        <TextInput
          {...text('case_prefix')}
          label="Prefix of case numbers"
          description="1 to 10 letters and hyphens"
        />
        {refusal && (
          <p role="alert" className={css.refusal}>
            {refusal.message}
          </p>
        )}
        <div>
          <Button type="submit" loading={save.isPending} disabled={!!forbidden || !dirty} title={forbidden}>
            Save settings
          </Button>
        </div>
      </form>
      <Ask
        opened={unsaved.asks}
        title="Leave without saving?"
        yes="Leave"
        no="Stay"
        grave
        onYes={unsaved.leave}
        onNo={unsaved.stay}
      >
        <p>What you changed in the settings is lost.</p>
      </Ask>
    </>
  )
}
