import { Link, type LinkOptions } from '@tanstack/react-router'
import { paths } from '../../paths'
import { Foreign } from '../../ui/Foreign'

/** What a row is called; it opens it in its tenant. */
export function TitleOf({ to, text }: { to: LinkOptions; text: string }) {
  return (
    <Link {...to} data-opens className="row-title">
      <Foreign text={text} most={200} />
    </Link>
  )
}

/** Whose a row is; it leads to that tenant's own list. */
export function NameOf({ tenant }: { tenant: { id: string; name: string } }) {
  return (
    <Link {...paths.cases(tenant.id)}>
      <Foreign text={tenant.name} most={60} />
    </Link>
  )
}
