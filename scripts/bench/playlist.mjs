import { printTable } from './print-table.mjs'
import { quantile } from './quantile.mjs'

const requestCount = 200
const warmUpCount = 10
const vectorLength = 128

/** A seeded source of numbers from 0 to 1 (mulberry32), so that every run asks for the same playlists. */
function createRandom(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function unitVector(random) {
  const vector = Array.from({ length: vectorLength }, () => random() - 0.5)
  const norm = Math.hypot(...vector)
  return vector.map((value) => value / norm)
}

/** Prints how long a request takes to become a stored playlist of 25 songs, over the shipped index, one request after another. */
export async function benchPlaylist({ url }) {
  const random = createRandom(1)
  const wholeMs = []
  const planMs = []
  let cookie = ''
  for (let index = 0; index < warmUpCount + requestCount; index++) {
    const body = JSON.stringify({ stateVector: unitVector(random), goalVector: unitVector(random), wishes: { songCount: 25, seed: index } })
    const startedAtMs = performance.now()
    const response = await fetch(`${url}/api/playlists`, { method: 'POST', body, headers: { 'content-type': 'application/json', cookie } })
    const text = await response.text()
    const elapsedMs = performance.now() - startedAtMs
    if (response.status !== 201) throw new Error(`POST /api/playlists answered ${response.status}; expected 201. ${text.slice(0, 200)}`)
    cookie ||= response.headers.get('set-cookie')?.split(';')[0] ?? ''
    if (index < warmUpCount) continue
    wholeMs.push(elapsedMs)
    planMs.push(Number(/plan;dur=([\d.]+)/.exec(response.headers.get('server-timing') ?? '')?.[1]))
  }
  const row = (name, numbers) => [
    name,
    quantile(numbers, 0.5).toFixed(1),
    quantile(numbers, 0.95).toFixed(1),
    Math.max(...numbers).toFixed(1),
  ]
  printTable(`Request to playlist, ms (${requestCount} requests of 25 songs, search, order and storing included; aim: under 30)`, [
    ['part', 'p50', 'p95', 'max'],
    row('search and order', planMs),
    row('whole request', wholeMs),
  ])
}
