import { expectTypeOf, test } from 'vitest'

import type { PlaylistSong } from '@/lib/core/songs/song'

import type { Playlist } from './playlist-api'

/** The same type with everything in it readonly: JSON and the core differ in that only. */
type Frozen<T> = T extends object ? { readonly [Key in keyof T]: Frozen<T[Key]> } : T

// Checked by tsc, which npm test runs.
test('a playlist as JSON holds the songs and score parts of the core, field by field', () => {
  expectTypeOf<Frozen<Playlist['songs'][number]>>().toEqualTypeOf<Frozen<PlaylistSong>>()
})
