import 'server-only'

import type { SignInProblem } from '@/lib/contracts/account-api'

declare global {
  // On globalThis, because the bundler may give each route a copy of this module.
  var attuneLastRefusal: SignInProblem | undefined
}

/** Keeps how the last sign-in ended, for the set-up check; undefined when it went well. Nobody is named. */
export function rememberSignIn(problem: SignInProblem | undefined): void {
  globalThis.attuneLastRefusal = problem
}

/** Why the last sign-in failed; undefined when it went well, or when there was none since the server started. */
export function lastRefusal(): SignInProblem | undefined {
  return globalThis.attuneLastRefusal
}
