import { createRandom } from './random.mjs'
import { printTable } from './print-table.mjs'
import { quantile } from './quantile.mjs'

const singleCount = 100
const warmUpCount = 20
const vectorLength = 128
/** The load that two cores must bear. */
const requestsPerSec = 50
const loadSec = 20

function unitVector(random) {
  const vector = Array.from({ length: vectorLength }, () => random() - 0.5)
  const norm = Math.hypot(...vector)
  return vector.map((value) => value / norm)
}

/** Prints how long a request takes to become a stored playlist of 25 songs: one after another, and at 50 a second whether or not earlier ones are done. */
export async function benchPlaylist({ url }) {
  const random = createRandom(1)
  let seed = 0
  let cookie = ''
  const post = async () => {
    const body = JSON.stringify({
      stateVector: unitVector(random),
      goalVector: unitVector(random),
      wishes: { songCount: 25, seed: seed++ },
    })
    const startedAtMs = performance.now()
    const response = await fetch(`${url}/api/playlists`, { method: 'POST', body, headers: { 'content-type': 'application/json', cookie } })
    const text = await response.text()
    const wholeMs = performance.now() - startedAtMs
    if (response.status !== 201) throw new Error(`POST /api/playlists answered ${response.status}; expected 201. ${text.slice(0, 200)}`)
    cookie ||= response.headers.get('set-cookie')?.split(';')[0] ?? ''
    return { wholeMs, planMs: Number(/plan;dur=([\d.]+)/.exec(response.headers.get('server-timing') ?? '')?.[1]) }
  }
  for (let index = 0; index < warmUpCount; index++) await post()

  const single = []
  for (let index = 0; index < singleCount; index++) single.push(await post())

  const arrivals = []
  const startedAtMs = performance.now()
  for (let index = 0; index < requestsPerSec * loadSec; index++) {
    const dueMs = startedAtMs + (index * 1000) / requestsPerSec
    const waitMs = dueMs - performance.now()
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
    // Counted from when it was due, so that a late sender hides nothing.
    const lateMs = Math.max(0, performance.now() - dueMs)
    arrivals.push(post().then(({ wholeMs, planMs }) => ({ wholeMs: wholeMs + lateMs, planMs })))
  }
  const loaded = await Promise.all(arrivals)

  const row = (name, numbers) => [
    name,
    quantile(numbers, 0.5).toFixed(1),
    quantile(numbers, 0.95).toFixed(1),
    quantile(numbers, 0.99).toFixed(1),
    Math.max(...numbers).toFixed(1),
  ]
  const whole = (measured) => measured.map(({ wholeMs }) => wholeMs)
  const plan = (measured) => measured.map(({ planMs }) => planMs)
  printTable('Request to playlist of 25 songs on a walk, ms (search, order and storing included; aim: p95 under 40 at 50 a second)', [
    ['part', 'p50', 'p95', 'p99', 'max'],
    row(`one after another (${singleCount}): search and order`, plan(single)),
    row('one after another: whole request', whole(single)),
    row(`${requestsPerSec} a second (${loaded.length}): search and order`, plan(loaded)),
    row(`${requestsPerSec} a second: whole request`, whole(loaded)),
  ])
}
