import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Detection } from '../api/records'
import { TacticList } from '../attack/TacticList'
import { placeName } from '../casefile/places'
import { paths } from '../paths'
import { type Fact, Facts } from '../ui/Facts'
import { Foreign } from '../ui/Foreign'
import { inCount } from '../ui/format'
import { Json } from '../ui/Json'
import { memberText } from '../ui/json-text'
import { Severity } from '../ui/Severity'
import { Time } from '../ui/Time'
import css from './DetectionDetail.module.css'
import { Why } from './Why'
import { byKind, filterFor, seenWords, statusWords } from './words'

interface Props {
  tenant: string
  detection: Detection
  /** The answer that the detection came in: its raw event is shown from this text. */
  text: string
}

/** Everything that a detection says: fields, entities, techniques and the source's own JSON. */
export function DetectionDetail({ tenant, detection: d, text }: Props) {
  const raw = memberText(text, 'raw')
  return (
    <div className={css.detail}>
      <Why tenant={tenant} id={d.id} inCase={d.status === 'in_case'} />
      <div className={css.columns}>
        <Section title="Fields">
          <Facts facts={factsOf(tenant, d)} />
        </Section>
        <div>
          <Section title="Entities">
            <Entities tenant={tenant} entities={d.entities ?? []} />
          </Section>
          <Section title="Tactics and techniques">
            <TacticList tactics={d.tactics ?? []} techniqueIDs={d.technique_ids ?? []} />
          </Section>
        </div>
      </div>
      {d.command_line && (
        <Section title="Command line">
          <pre className={css.command}>
            <Foreign text={d.command_line} most={2000} unfolds />
          </pre>
        </Section>
      )}
      {raw && raw !== 'null' && (
        <Section title="Raw event">
          <Json text={raw} />
        </Section>
      )}
    </div>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={css.section}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

function Entities({ tenant, entities }: { tenant: string; entities: string[] }) {
  if (entities.length === 0) return <p className={css.none}>The source names no entity.</p>
  const facts = byKind(entities).map(([kind, values]) => ({
    name: kind,
    value: (
      <ul>
        {values.map((v) => (
          <li key={v}>
            <Link {...paths.detections(tenant, { q: filterFor(kind, v) })} className={css.entity}>
              <Foreign text={v} most={400} />
            </Link>
          </li>
        ))}
      </ul>
    ),
  }))
  return <Facts facts={facts} />
}

function factsOf(tenant: string, d: Detection): Fact[] {
  const facts: (Fact | false)[] = [
    { name: 'Severity', value: <SeverityFact d={d} /> },
    { name: 'Status', value: statusWords[d.status] },
    { name: 'Cases', value: <Cases tenant={tenant} numbers={d.cases ?? []} /> },
    text('Description', d.description),
    text('Type', d.type),
    text('Source', d.source),
    text('Source id', d.uid),
    { name: 'Created', value: <Time at={d.created_at} /> },
    { name: 'First seen', value: <Time at={d.first_seen_at} /> },
    { name: 'Last seen', value: <Time at={d.last_seen_at} /> },
    { name: 'Received', value: <Time at={d.received_at} /> },
    { name: 'Count', value: seenWords(d.count) ?? inCount(d.count) },
    d.confidence != null && { name: 'Confidence', value: d.confidence },
    d.threat_score != null && { name: 'Threat score', value: `${d.threat_score} of 10` },
    d.deprioritized && { name: 'Deprioritized', value: 'By its source' },
    text('Sensors', (d.sensor_types ?? []).join(', ')),
    text('Places', (d.locations ?? []).map(placeName).join('; ')),
    text('Tags', (d.tags ?? []).join(', ')),
    { name: 'Version', value: d.version },
  ]
  return facts.filter((f) => f !== false)
}

function text(name: string, value?: string): Fact | false {
  return !!value && { name, value: <Foreign text={value} most={1000} unfolds /> }
}

function SeverityFact({ d }: { d: Detection }) {
  return (
    <span className={css.severity}>
      <Severity level={d.severity_band} /> <span className={css.none}>{d.severity}</span>
    </span>
  )
}

function Cases({ tenant, numbers }: { tenant: string; numbers: string[] }) {
  if (numbers.length === 0) return 'None'
  return (
    <span className={css.cases}>
      {numbers.map((n) => (
        <Link key={n} {...paths.case(tenant, n)}>
          {n}
        </Link>
      ))}
    </span>
  )
}
