import type { SignInProblem } from '@/lib/contracts/account-api'
import type { Problem } from '@/lib/stores/studio-state'

/** Why a sign-in ended without a connection, and what to do. */
export const signInProblemWords: Readonly<Record<SignInProblem, Problem>> = {
  declined: {
    code: 'SPOTIFY_NOT_CONNECTED',
    message: 'You declined at Spotify, so nothing was connected. Everything else works without it; connect whenever you like.',
  },
  unverified: {
    code: 'SPOTIFY_NOT_CONNECTED',
    message:
      'This sign-in could not be verified: it was begun in another browser, is older than 15 minutes, or was used before. ' +
      'Begin it once more from this page.',
  },
  'not-allow-listed': {
    code: 'SPOTIFY_NOT_ALLOWED',
    message:
      'Spotify lets an app like this one serve five people whom its owner has named. Ask whoever runs this Attune to add the e-mail ' +
      'address of your Spotify account, then connect again.',
  },
  'owner-without-premium': {
    code: 'SPOTIFY_FORBIDDEN',
    message:
      'The owner of this Attune’s Spotify app has no Premium, and Spotify refuses everything that such an app asks. ' +
      'Only whoever runs this Attune can mend that.',
  },
  'app-unknown': {
    code: 'SPOTIFY_NOT_CONFIGURED',
    message: 'Spotify does not accept the keys of this server. Whoever runs this Attune can check them on the set-up page.',
  },
  unreachable: { code: 'SPOTIFY_UNREACHABLE', message: 'Spotify did not answer during the sign-in. Try again in a minute.' },
  failed: {
    code: 'INTERNAL',
    message: 'The server could not store the connection, so nothing was connected. Try again; the log of the server says more.',
  },
}
