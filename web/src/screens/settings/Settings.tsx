import { Autocomplete, Button, Checkbox, NumberInput, TagsInput, TextInput } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { mistakeAt, Problem } from '../../api/problem'
import type { Settings as Values } from '../../api/rule-records'
import { changeSettings, forecastQuery, type Kept, settingsQuery } from '../../api/settings'
import { ToolHead } from '../../frame/ToolHead'
import { Unsaved } from '../../frame/Unsaved'
import { complain } from '../../rule/deeds'
import { useNoSettings } from '../../rule/useMay'
import { Ask } from '../../ui/Ask'
import { say } from '../../ui/toasts'
import { EntitiesApart } from './EntitiesApart'
import { type Expiring, expiringOf, inWords, nothing } from './expiring'
import { Retention } from './Retention'
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
  const put = async (change: Partial<Values>, undoes = false) => {
    // What somebody else changes meanwhile stays.
    const names = Object.keys(change) as (keyof Values)[]
    const before = Object.fromEntries(names.map((name) => [name, stored[name]]))
    cache.setQueryData(settingsQuery(tenant).queryKey, await changeSettings(tenant, change))
    setChanged({})
    const back = () => put(before, true).catch(complain)
    say({
      text: undoes ? 'The settings are as they were.' : 'The settings were saved.',
      undo: undoes ? undefined : back,
    })
  }
  const save = useMutation({ mutationFn: () => put(changed) })
  const [removes, setRemoves] = useState<Expiring>()
  const submit = useMutation({
    mutationFn: async () => {
      const kept = 'keep_open' in changed || 'keep_settled' in changed
      // What is wrong with the bounds is told by saving them.
      const forecast = kept && (await cache.fetchQuery(forecastQuery(tenant, values)).catch(() => undefined))
      const expiring = forecast ? expiringOf(forecast) : nothing
      if (expiring.count > 0) setRemoves(expiring)
      else save.mutate()
    },
  })
  const refusal = save.error instanceof Problem ? save.error : undefined
  const change = (fields: Partial<Values>) => setChanged((c) => ({ ...c, ...fields }))
  const field = <K extends keyof Values>(name: K) => ({
    value: values[name],
    readOnly: !!forbidden,
    error: mistakeAt(refusal, name),
  })
  const text = (name: 'repeat_window' | 'case_quiet_limit' | 'case_prefix' | keyof Kept) => ({
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
          submit.mutate()
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
        <Checkbox
          label="Detections stay as they are when their case is closed"
          description="Otherwise the dialogs offer to close or ignore them"
          checked={values.detections_stay}
          disabled={!!forbidden}
          onChange={(e) => change({ detections_stay: e.currentTarget.checked })}
        />
        <TagsInput
          label="Sources of the provider"
          description="Their detections open cases that the provider manages"
          value={values.provider_sources ?? []}
          readOnly={!!forbidden}
          error={field('provider_sources').error}
          onChange={(provider_sources) => change({ provider_sources })}
          maxTags={100}
        />
        <Retention tenant={tenant} kept={values} field={text} />
        {refusal && (
          <p role="alert" className={css.refusal}>
            {refusal.message}
          </p>
        )}
        <div>
          <Button
            type="submit"
            loading={save.isPending || submit.isPending}
            disabled={!!forbidden || !dirty}
            title={forbidden}
          >
            Save settings
          </Button>
        </div>
      </form>
      <EntitiesApart tenant={tenant} />
      <Unsaved dirty={dirty}>What you changed in the settings is lost.</Unsaved>
      <Ask
        opened={!!removes}
        title="Remove detections for good?"
        yes="Save and remove"
        grave
        onYes={() => {
          setRemoves(undefined)
          save.mutate()
        }}
        onNo={() => setRemoves(undefined)}
      >
        <p>
          {removes && inWords(removes)} will be removed, beginning within a quarter of an hour, and then all
          that become as old. They never were in a case. What was removed can't be brought back.
        </p>
      </Ask>
    </>
  )
}
