import { Combobox, Modal, useCombobox } from '@mantine/core'
import type { Me } from '../api/records'
import css from './Rail.module.css'
import { TenantOptions, useGoToTenant } from './TenantOptions'

interface Props {
  me: Me
  tenant?: string
  opened: boolean
  onClose: () => void
}

/** The choice of a tenant where the rail has no room for it. */
export function TenantDialog({ me, tenant, opened, onClose }: Props) {
  const store = useCombobox({ opened: true })
  const go = useGoToTenant()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Choose a tenant"
      size="sm"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Combobox
        store={store}
        onOptionSubmit={(option) => {
          onClose()
          go(option)
        }}
      >
        <div className={css.tenants}>
          <TenantOptions me={me} tenant={tenant} store={store} />
        </div>
      </Combobox>
    </Modal>
  )
}
