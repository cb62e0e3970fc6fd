import { readFileSync } from 'node:fs'
import path from 'node:path'

import { loadModule } from './load-module.mjs'
import { printTable } from './print-table.mjs'
import { createRandom } from './random.mjs'

const stateCount = 40
const songCount = 25
/** The words that stand for each goal's place in the fusion's golden cases; 'match' stays at the state. */
const goals = { match: undefined, calm: 'calm', lift: 'happy', focus: 'focused', energise: 'excited' }

/** States between moods: two words' vectors mixed by a seeded share, and a little noise of the size that sensors leave. */
function makeState(random, vectors) {
  const pick = () => vectors[Math.floor(random() * vectors.length)]
  const [one, other, share] = [pick(), pick(), random()]
  const mixed = one.map((value, dim) => share * value + (1 - share) * other[dim] + (random() - 0.5) * 0.06)
  const norm = Math.hypot(...mixed)
  return mixed.map((value) => value / norm)
}

/** Prints how well playlists flow: fit, easy steps, and the way to the goal, beside the best-fitting song at each place. */
export async function benchSequence({ rootDir }) {
  const { openSongIndex, findMoodVectors, measureOrders } = await loadModule('scripts/bench/sequence-measures.ts')
  const songIndex = openSongIndex(readFileSync(path.join(rootDir, 'public/models/song-index-v2/song-index.bin')))
  const { cases } = JSON.parse(readFileSync(path.join(rootDir, 'public/models/state-fusion-v2/golden.json'), 'utf8'))
  const wordVectors = findMoodVectors(cases)
  const random = createRandom(11)
  const states = Array.from({ length: stateCount }, () => makeState(random, [...wordVectors.values()]))
  const rows = Object.entries(goals).flatMap(([goal, word]) => {
    const measured = states.map((stateVector, seed) =>
      measureOrders(songIndex, { stateVector, goalVector: word === undefined ? stateVector : wordVectors.get(word), songCount, seed }),
    )
    const fit = (order) => measured.reduce((sum, both) => sum + both[order].fit, 0) / measured.length
    return ['planned', 'greedy'].map((order) => {
      const sum = (name) => measured.reduce((total, both) => total + both[order][name], 0)
      const mean = (name) => sum(name) / measured.length
      return [
        `${goal}, ${order === 'planned' ? 'as planned' : 'best fit at each place'}`,
        fit(order).toFixed(3),
        order === 'planned' ? `${((1 - fit('planned') / fit('greedy')) * 100).toFixed(2)} %` : '',
        `${((sum('smoothCount') / sum('stepCount')) * 100).toFixed(1)} %`,
        mean('energyStep').toFixed(3),
        mean('loudnessStepDb').toFixed(1),
        word === undefined ? '' : `${((sum('nearerCount') / sum('runStepCount')) * 100).toFixed(1)} %`,
      ]
    })
  })
  printTable(`Order of ${songCount} songs, ${stateCount} seeded states a goal, ${songIndex.songCount} songs`, [
    ['goal, order', 'mean fit', 'fit lost', 'smooth steps', 'energy step', 'loudness step dB', 'runs nearer'],
    ...rows,
  ])
}
