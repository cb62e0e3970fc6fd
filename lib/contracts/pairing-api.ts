import { z } from 'zod'

import { activityLabels } from '@/lib/core/state/labels'

import { farewellCounter, lettersOf, messageBytes, pairingIdBytes, phoneIdBytes, sealTagBytes } from './pairing-sizes'

const base64UrlSchema = (sizeBytes: number) =>
  z.string().regex(new RegExp(`^[\\w-]{${lettersOf(sizeBytes)}}$`), `expected ${sizeBytes} bytes in base64url`)

/** What the server answers to a studio that opens a pairing. The key is not in it: the server never has it. */
export const pairingSchema = z.strictObject({
  pairingId: base64UrlSchema(pairingIdBytes),
  /** Shows that it is the studio that listens or closes; the phone does not know it. */
  studioToken: base64UrlSchema(32),
  /** Unix epoch milliseconds; a phone has to come before. */
  expiresAtMs: z.number().int().positive(),
  /** The address at which people open Attune, as its operator has set it. */
  publicUrl: z.url(),
})

/** A message of the phone as the server passes it on. */
export const sealedMessageSchema = z.strictObject({
  phoneId: base64UrlSchema(phoneIdBytes),
  /** Rises by one with each message of the same phoneId; `farewellCounter` with the last. */
  counter: z.number().int().min(0).max(farewellCounter),
  sealed: base64UrlSchema(messageBytes + sealTagBytes),
})

/** What the server answers to a message of the phone. */
export const deliverySchema = z.strictObject({
  /** Whether the studio was connected when the message came; what comes while it is not is dropped. */
  isDelivered: z.boolean(),
})

const shareSchema = z.number().min(0).max(1)

/** A message of the phone before it is sealed and after it is opened. */
export const phoneMessageSchema = z.discriminatedUnion('kind', [
  /** The page is open, and reads no motion or has none to tell yet. */
  z.strictObject({ kind: z.literal('here') }),
  /** What the motion looks like now; no sample is in it. */
  z.strictObject({
    kind: z.literal('reading'),
    /** In the order of `activityLabels`. */
    scores: z.array(shareSchema).length(activityLabels.length),
    confidence: shareSchema,
    cadence: z.strictObject({ cadenceSpm: z.number().min(20).max(400), confidence: shareSchema }).exactOptional(),
    isUpright: z.boolean(),
    doubt: z.enum(['notWorn', 'unknownMovement']).exactOptional(),
  }),
  /** Motion is no longer shared, or the page is being closed. */
  z.strictObject({ kind: z.literal('left') }),
])

export type Pairing = z.infer<typeof pairingSchema>
export type SealedMessage = z.infer<typeof sealedMessageSchema>
export type Delivery = z.infer<typeof deliverySchema>
export type PhoneMessage = z.infer<typeof phoneMessageSchema>
