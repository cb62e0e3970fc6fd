import { readFileSync } from 'node:fs'

import '@tensorflow/tfjs-backend-cpu'
import { env, setBackend } from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'

import { openSongIndex } from '@/lib/core/songs/open-song-index'
import { songAt } from '@/lib/core/songs/song-at'

import { embedSongs } from './embed-songs'
import { modelFolders } from './model-folders'
import { createModels } from './models'
import { readShippedModel } from './test-support'

// Says nothing of how to be faster in Node: these models are meant for browsers.
env().set('IS_TEST', true)

const songIndex = openSongIndex(readFileSync('public/models/song-index-v2/song-index.bin'))

describe('embedSongs', () => {
  test('gives songs of the catalogue the places that training gave them', { timeout: 120_000 }, async () => {
    await setBackend('cpu')
    const models = createModels((modelId) => readShippedModel(modelId, modelFolders[modelId]))
    const positions = Array.from({ length: 12 }, (_, number) => 17 + number * 4000)
    const { spaceId, vectors } = await embedSongs(
      models,
      positions.map((position) => songAt(songIndex, position)),
    )
    expect(spaceId).toBe(songIndex.spaceId)
    for (const [row, position] of positions.entries()) {
      const [vector, scale] = [vectors.subarray(row * 128, (row + 1) * 128), songIndex.scales[position] ?? 0]
      expect(Math.hypot(...vector)).toBeCloseTo(1, 4)
      const cosine = vector.reduce((sum, value, dim) => sum + value * (songIndex.vectors[position * 128 + dim] ?? 0) * scale, 0)
      // The index has its numbers in steps and its vectors in int8.
      expect(cosine).toBeGreaterThan(0.995)
    }
    await models.disposeGraphs()
  })
})
