import { towerInputs, type TowerSong } from '@/lib/core/songs/tower-inputs'

import type { SongEmbedding } from './inference'
import type { Models } from './models'

/** Songs' places in the song space, by the song tower. */
export async function embedSongs(models: Models, songs: readonly TowerSong[]): Promise<SongEmbedding> {
  const [tower, fusion] = await Promise.all([models.manifest('song-tower'), models.manifest('state-fusion')])
  const inputs = Object.entries(towerInputs(songs, tower)).map(([name, { values, columnCount }]) => [
    name,
    { values, shape: [songs.length, columnCount] },
  ])
  // Tower, fusion and index come from one training, which is named by the fusion's weights.
  return { spaceId: fusion.weightsSha256, vectors: await models.run('song-tower', Object.fromEntries(inputs), 'songVector') }
}
