import '@fontsource-variable/inter/index.css'
import '@fontsource-variable/jetbrains-mono/index.css'
import '@mantine/core/styles.css'
import '@mantine/spotlight/styles.css'
import './tokens.css'
import './page.css'
import { MantineProvider } from '@mantine/core'
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { onRefusedWrite } from './api/client'
import { dropGone } from './api/gone'
import { needsLogin, Problem } from './api/problem'
import { askWho, meQuery } from './api/queries'
import { watchPerson } from './api/session'
import { abandon, isUnsaved } from './frame/Unsaved'
import { makeRouter } from './routes'
import { theme, tokensForMantine } from './theme'
import { Unloaded } from './ui/lazily'
import { guardDocument, styleNonce } from './ui/trust'

const cache = new QueryClient({
  queryCache: new QueryCache({
    onError: (e, query) => {
      if (needsLogin(e)) sessionEnded()
      dropGone(e, query)
    },
    onSuccess: watchPerson(beginAnew),
  }),
  defaultOptions: {
    queries: {
      refetchOnWindowFocus: false,
      // A refusal stays a refusal; only a server that could not answer is asked again.
      retry: (failures, e) => failures < 2 && !(e instanceof Problem && e.status >= 400 && e.status < 500),
    },
  },
})
const router = makeRouter(cache)

// Whoever is on a screen when the session ends comes back to it after logging in. What is not
// saved keeps them there: then it is known of them that they are logged out, and the screen says so.
function sessionEnded() {
  const { pathname, href } = router.state.location
  if (pathname === '/login') return
  const me = cache.getQueryState(meQuery.queryKey)
  const refused = me?.data ? 'ended' : undefined
  if (!isUnsaved()) router.navigate({ to: '/login', search: { next: href, refused } })
  else if (!needsLogin(me?.error)) askWho(cache)
}

// What is written tells nothing of the session itself: a wrong password is refused alike.
onRefusedWrite(() => askWho(cache))

// Somebody else begins with a page that holds nothing, at the same address.
function beginAnew() {
  abandon()
  cache.clear()
  location.reload()
}

// The way back must not lead into a page that a browser kept as it was before logging out.
addEventListener('pageshow', (e) => e.persisted && location.reload())

guardDocument()
// What the screen tells in words is no fault of the page.
const onCaughtError = (e: unknown) => {
  if (!(e instanceof Problem || e instanceof Unloaded)) console.error(e)
}
createRoot(document.getElementById('root') as HTMLElement, { onCaughtError }).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={tokensForMantine}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <QueryClientProvider client={cache}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
