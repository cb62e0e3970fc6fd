import { z } from 'zod'

/** What a listener may let Attune do beyond saving playlists; each is asked for by itself. */
export const wishedPowers = ['library', 'player'] as const
export type WishedPower = (typeof wishedPowers)[number]

/** Why a sign-in ended without a connection. */
export const signInProblems = [
  'declined',
  'unverified',
  'not-allow-listed',
  'owner-without-premium',
  'app-unknown',
  'unreachable',
  'failed',
] as const
export type SignInProblem = (typeof signInProblems)[number]

/** The reply to GET /api/account: how this browser stands with Spotify. */
export const accountSchema = z.discriminatedUnion('state', [
  /** The operator has given no keys; `missing` are the variables. */
  z.object({ state: z.literal('not-configured'), missing: z.array(z.string()) }),
  /** `publicUrl` is the one address at which a sign-in works, because Spotify sends people back to it. */
  z.object({ state: z.literal('disconnected'), publicUrl: z.url() }),
  z.object({
    /** `expired`: Spotify no longer takes the connection; signing in again mends it. */
    state: z.enum(['connected', 'expired']),
    /** As Spotify shows the person. */
    name: z.string(),
    connectedAtMs: z.number(),
    /** When Spotify's consent ends, six months after it was given. */
    consentEndsAtMs: z.number(),
    powers: z.array(z.enum(wishedPowers)),
  }),
])
export type Account = z.infer<typeof accountSchema>

/** What next-auth's steps reply to a script. */
export const csrfReplySchema = z.object({ csrfToken: z.string() })
export const nextStepSchema = z.object({ url: z.url() })

/** The reply to GET /api/setup: what the operator enters in Spotify's dashboard. */
export const setupFactsSchema = z.object({
  redirectUri: z.url(),
  /** The variables that are not set yet. */
  missing: z.array(z.string()),
})
export type SetupFacts = z.infer<typeof setupFactsSchema>

/** One finding of the set-up check: good, wrong with what to do, or not to be told from here. */
export const setupFindingSchema = z.object({
  what: z.enum(['keys', 'secret', 'redirect', 'owner', 'listeners']),
  verdict: z.enum(['good', 'bad', 'unknown']),
  message: z.string(),
})
/** The reply to POST /api/setup. */
export const setupCheckSchema = z.object({ findings: z.array(setupFindingSchema) })
export type SetupFinding = z.infer<typeof setupFindingSchema>
export type SetupCheck = z.infer<typeof setupCheckSchema>
