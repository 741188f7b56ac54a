import { Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { TieKind } from '../../../api/ties'
import { PickCase } from '../../../casefile/PickCase'
import { useTies } from '../../../casefile/useTies'
import { tieWords } from '../../../casefile/words'

interface Props {
  tenant: string
  number: string
  opened: boolean
  onClose: () => void
}

const kinds = (['related', 'parent', 'child', 'apart'] as const).map((value) => ({
  value,
  label: `It ${tieWords[value]}`,
}))

const means: Record<TieKind, string> = {
  related: 'Each case links to the other.',
  parent: 'A case is a part of one other at most.',
  child: 'A case is a part of one other at most.',
  apart: 'What both have in common links nothing to either, and they are not merged.',
}

/** Asks how a case stands to which other, and why. */
export function TieCases({ tenant, number, opened, onClose }: Props) {
  const [kind, setKind] = useState<TieKind>('related')
  const [why, setWhy] = useState('')
  const { tie } = useTies(tenant, number)
  return (
    <PickCase
      tenant={tenant}
      opened={opened}
      title={`How ${number} stands to another case`}
      yes="Say so"
      closedToo
      without={number}
      onClose={onClose}
      onPick={([other]) => tie(other as string, kind, why.trim() || undefined)}
    >
      <Select
        label="How"
        description={means[kind]}
        data={kinds}
        value={kind}
        allowDeselect={false}
        onChange={(v) => v && setKind(v as TieKind)}
      />
      <TextInput
        label="Why"
        value={why}
        onChange={(e) => setWhy(e.currentTarget.value)}
        maxLength={1000}
        placeholder="For whoever reads it later"
      />
    </PickCase>
  )
}
