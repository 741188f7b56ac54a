/** Why somebody stands at the login again: by the server's word where an identity provider did not let them in. */
const sentences: Record<string, string> = {
  ended: 'Your session is over. Log in to go on where you were.',
  gone: 'This way to sign in does not exist any more.',
  unreachable: 'The identity provider does not answer just now. Try again in a moment.',
  misconfigured:
    'The identity provider’s answer cannot be trusted as it is set up. Tell an administrator; the server’s log says more.',
  declined: 'The identity provider did not let you in.',
  stale: 'Signing in took too long, or was begun in another window. Please begin again.',
  clock:
    'The identity provider’s clock and this server’s differ too much. Tell an administrator to set the time.',
  no_group: 'You are in no group that may use Caseweave. Ask an administrator for one.',
  no_account: 'You have no account here yet. Ask an administrator to let the provider make accounts.',
  barred: 'Your account is shut out. Ask an administrator.',
}

export const refusalOf = (word: string): string =>
  (Object.hasOwn(sentences, word) && sentences[word]) ||
  'Signing in failed on the server. Its log says more; please try again.'
