import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { testIdentityProvider } from '../../api/identity-providers'
import { Foreign } from '../../ui/Foreign'
import css from './IdentityProviders.module.css'

/** Asks the provider whether it can be used, and says what is wrong. */
export function TestProvider({ place, issuer, scopes }: { place: string; issuer: string; scopes: string[] }) {
  const test = useMutation({ mutationFn: () => testIdentityProvider(place, issuer, scopes) })
  const troubles = test.error ? [test.error.message] : (test.data?.troubles ?? [])
  return (
    <div className={css.test}>
      <Button
        variant="default"
        size="xs"
        loading={test.isPending}
        disabled={!issuer}
        onClick={() => test.mutate()}
      >
        Test
      </Button>
      <div role="status">
        {test.data && troubles.length === 0 && 'The provider answers, and can be used.'}
        {troubles.map((t) => (
          <p key={t} className={css.bad}>
            <Foreign text={t} most={300} />
          </p>
        ))}
      </div>
    </div>
  )
}
