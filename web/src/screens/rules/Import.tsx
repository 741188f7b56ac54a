import { Button, Drawer } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Book } from '../../api/books'
import { type Mistake, Problem } from '../../api/problem'
import type { Imported } from '../../api/rule-records'
import { importRules } from '../../api/rules'
import { complain, rulesChanged } from '../../rule/deeds'
import { counted } from '../../ui/format'
import { say } from '../../ui/toasts'
import { ImportDiff, ImportMistakes } from './ImportDiff'
import css from './Rules.module.css'

interface Props {
  book: Book
  opened: boolean
  forbidden?: string
  onClose: () => void
}

type Read =
  | { at: 'start' }
  | { at: 'reading'; name: string }
  | { at: 'mistaken'; name: string; message: string; mistakes: Mistake[] }
  | { at: 'read'; name: string; yaml: string; diff: Imported }

/** A file of rules and templates: what it would change first, then all of it or nothing (T23). */
export function Import({ book, opened, forbidden, onClose }: Props) {
  const cache = useQueryClient()
  const [read, setRead] = useState<Read>({ at: 'start' })
  const [busy, setBusy] = useState(false)
  const close = () => {
    setRead({ at: 'start' })
    onClose()
  }
  async function take(file: File) {
    const { name } = file
    setRead({ at: 'reading', name })
    try {
      const yaml = await file.text()
      setRead({ at: 'read', name, yaml, diff: await importRules(book, yaml, true) })
    } catch (e) {
      const message = e instanceof Error ? e.message : 'The file could not be read.'
      setRead({ at: 'mistaken', name, message, mistakes: e instanceof Problem ? e.mistakes : [] })
    }
  }
  async function put({ yaml, diff }: Extract<Read, { at: 'read' }>) {
    setBusy(true)
    try {
      await importRules(book, yaml, false, diff.version)
      await rulesChanged(cache, book.tenant)
      say({ text: `Imported ${summaryOf(diff)}.` })
      close()
    } catch (e) {
      complain(e)
    }
    setBusy(false)
  }
  const changes = read.at === 'read' && read.diff.changes.some((c) => c.change !== 'unchanged')
  return (
    <Drawer
      opened={opened}
      onClose={close}
      position="right"
      size="min(760px, 100%)"
      title="Import rules and templates"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Chooser onFile={take} />
      <div aria-live="polite">
        {read.at === 'reading' && <p className={css.summary}>Reading {read.name}…</p>}
        {read.at === 'mistaken' && <ImportMistakes {...read} />}
        {read.at === 'read' && (
          <>
            <p className={css.summary}>
              {changes
                ? `${read.name} would bring ${summaryOf(read.diff)}.`
                : `${read.name} changes nothing.`}
            </p>
            <ImportDiff diff={read.diff} />
          </>
        )}
      </div>
      {read.at === 'read' && (
        <div className={css.actions}>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button
            onClick={() => put(read)}
            loading={busy}
            disabled={!changes || !!forbidden}
            title={forbidden}
          >
            Import
          </Button>
        </div>
      )}
    </Drawer>
  )
}

function summaryOf(diff: Imported): string {
  const count = (change: string) => diff.changes.filter((c) => c.change === change).length
  const parts = [
    [count('added'), 'added'],
    [count('changed'), 'changed'],
    [count('unchanged'), 'unchanged'],
  ] as const
  const said = parts.filter(([n]) => n > 0).map(([n, word]) => `${n} ${word}`)
  return `${counted(diff.changes.length, 'entry', 'entries')}: ${said.join(', ')}`
}

function Chooser({ onFile }: { onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same by keyboard
    <div
      className={css.drop}
      data-over={over}
      onDragOver={(e) => {
        e.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(e) => {
        e.preventDefault()
        setOver(false)
        const file = e.dataTransfer.files[0]
        if (file) onFile(file)
      }}
    >
      <p>Drop a YAML file here</p>
      <Button variant="default" onClick={() => input.current?.click()} data-autofocus>
        Choose a file
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="File of rules"
        accept=".yaml,.yml,application/yaml"
        onChange={(e) => {
          const file = e.target.files?.[0]
          if (file) onFile(file)
          e.target.value = ''
        }}
      />
    </div>
  )
}
