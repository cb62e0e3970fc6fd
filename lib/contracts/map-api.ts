import { z } from 'zod'

import { moodWords } from '@/lib/core/state/labels'

import { songIdSchema, vectorLength } from './playlist-api'

/** Names a map by its contents: what lies behind an address with it never changes. */
export const mapIdSchema = z.string().regex(/^[\w-]{16}$/, 'expected the 16 letters of a mapId')

const weights = z.array(z.number()).length(vectorLength)
const pointSchema = z.object({ x: z.number(), y: z.number() })

/** The reply to GET /api/map: what the map of the songs is made of. Where a vector lies on it, the browser works out by the projection. */
export const mapSchema = z.object({
  mapId: mapIdSchema,
  /** Songs on the map; of a very large catalogue not all of them. */
  songCount: z.number().int().min(1),
  /** Songs of the catalogue. */
  catalogueCount: z.number().int().min(1),
  bounds: z.object({ minX: z.number(), maxX: z.number(), minY: z.number(), maxY: z.number() }),
  /** `MapProjection` of lib/core/songs/map-projection.ts. */
  projection: z.object({ weights: z.tuple([weights, weights]), offsets: z.tuple([z.number(), z.number()]) }),
  genreFamilies: z.array(z.string()),
  /** Where each mood word, said alone, lies. */
  moods: z.array(z.object({ mood: z.enum(moodWords), place: pointSchema })),
})

/** The number of a tile, in an address. */
export const tileSchema = z.coerce.number().int().min(0)

/** The reply to GET /api/map/[mapId]/tiles/[tile]: the songs of a tile, in the map's order. */
export const mapTileSchema = z.object({
  songs: z.array(
    z.object({
      songId: songIdSchema,
      title: z.string(),
      artists: z.array(z.string()),
      genreFamily: z.string().exactOptional(),
      releaseYear: z.number().int().exactOptional(),
      /** 0..1 each, as of a `Song`. */
      moodValence: z.number().exactOptional(),
      moodArousal: z.number().exactOptional(),
    }),
  ),
})

export type MapDescription = z.infer<typeof mapSchema>
export type MapTile = z.infer<typeof mapTileSchema>
export type MapSong = MapTile['songs'][number]
