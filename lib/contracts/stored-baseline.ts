import { z } from 'zod'

import { windowChannelNames } from '@/lib/core/signal/window-spec'

/** A personal baseline as the browser keeps it: of which file, from when to when, and what each channel was at rest. */
export const storedBaselineSchema = z.object({
  formatVersion: z.literal(1),
  sourceName: z.string().min(1),
  startMs: z.number(),
  endMs: z.number(),
  means: z.partialRecord(z.enum(windowChannelNames), z.number()),
})

export type StoredBaseline = z.infer<typeof storedBaselineSchema>
