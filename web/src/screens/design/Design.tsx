import { Button, Kbd, MantineProvider, Skeleton, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Status } from '../../casefile/Status'
import { statusWords } from '../../casefile/words'
import { tokensForMantine } from '../../theme'
import { Facts } from '../../ui/Facts'
import { FilterBox } from '../../ui/FilterBox'
import { Foreign } from '../../ui/Foreign'
import { Json } from '../../ui/Json'
import { Notice } from '../../ui/Notice'
import { ScoreDial } from '../../ui/ScoreDial'
import { type Level, levels, Severity } from '../../ui/Severity'
import { Tag } from '../../ui/Tag'
import { Time } from '../../ui/Time'
import css from './Design.module.css'

const schemes = ['light', 'dark'] as const
const scores: Record<Level, number> = { critical: 92, high: 71, medium: 48, low: 25, info: 8 }

/** Every block in both themes, for development. */
export function Design() {
  return (
    <main className={css.design}>
      {schemes.map((scheme) => (
        <Sheet key={scheme} scheme={scheme} />
      ))}
    </main>
  )
}

function Sheet({ scheme }: { scheme: (typeof schemes)[number] }) {
  const [sheet, setSheet] = useState<HTMLDivElement | null>(null)
  return (
    <div ref={setSheet} className={css.sheet} data-mantine-color-scheme={scheme}>
      {sheet && (
        <MantineProvider
          forceColorScheme={scheme}
          cssVariablesResolver={tokensForMantine}
          cssVariablesSelector="[data-mantine-color-scheme]"
          getRootElement={() => sheet}
        >
          <Blocks />
        </MantineProvider>
      )}
    </div>
  )
}

function Blocks() {
  const hostile = 'invoice\u202efdp.exe and zero\u200bwidth'
  return (
    <>
      <h1>Blocks</h1>
      <div className={css.line}>
        {(Object.keys(levels) as Level[]).map((l) => (
          <Severity key={l} level={l} />
        ))}
      </div>
      <div className={css.line}>
        {(Object.keys(levels) as Level[]).map((l) => (
          <ScoreDial key={l} level={l} score={scores[l]} />
        ))}
      </div>
      <div className={css.line}>
        {(Object.keys(statusWords) as (keyof typeof statusWords)[]).map((s) => (
          <Status key={s} status={s} />
        ))}
      </div>
      <div className={css.line}>
        <Tag>ransomware</Tag>
        <Tag>pen test</Tag>
        <Kbd size="xs">K</Kbd>
        <Button>Save</Button>
        <Button variant="default">Cancel</Button>
      </div>
      <TextInput label="User" placeholder="admin" />
      <FilterBox
        label="Filter"
        placeholder="severity >= 'high'"
        value="severty >= 'high' AND status = 'new'"
        mistakes={[{ column: 1, message: 'There is no field “severty”.', suggestion: 'severity' }]}
        onApply={() => undefined}
      />
      <Facts
        facts={[
          { name: 'Title', value: <Foreign text={hostile} /> },
          { name: 'Created', value: <Time at="2026-05-01T12:00:00.123456Z" /> },
        ]}
      />
      <Json text='{"uid":9007199254740993,"title":"Brute force","ok":true,"list":[],"deep":{"a":null}}' />
      <Skeleton height={12} width="60%" />
      <Notice title="No cases yet">
        <p>Cases open by themselves as detections come in.</p>
        <pre>caseweave ingest --url http://localhost:8080 --token TOKEN --source wazuh FILE</pre>
      </Notice>
    </>
  )
}
