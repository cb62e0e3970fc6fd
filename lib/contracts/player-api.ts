import { z } from 'zod'

import { songIdSchema } from './playlist-api'

const deviceIdSchema = z.string().min(1).max(100)

/** The reply to GET /api/spotify/player: where the listener could play now. */
export const playerSchema = z.object({
  devices: z.array(z.object({ deviceId: deviceIdSchema, name: z.string(), kind: z.string(), isActive: z.boolean() })),
})

/** POST /api/spotify/player, for listeners with Premium: start what a save made, or add a song behind what plays. Answered with 204. */
export const playerRequestSchema = z.discriminatedUnion('action', [
  /** Without a device on the one that is active. */
  z.strictObject({ action: z.literal('play'), saveId: z.uuid(), deviceId: deviceIdSchema.exactOptional() }),
  z.strictObject({ action: z.literal('queue'), songId: songIdSchema, deviceId: deviceIdSchema.exactOptional() }),
])

export type Player = z.infer<typeof playerSchema>
export type PlayerRequest = z.infer<typeof playerRequestSchema>
