// One search of the bench in a process of its own, so that its memory is its own. Reads what to do from the message that its parent sends.
import { closeSync, openSync, readSync } from 'node:fs'

import { quantile } from './quantile.mjs'

const warmUpCount = 5

const methods = {
  /** Attune's search over an index file. */
  attune: async ({ moduleUrl, indexFile, queries, wantedCount, repeats }) => {
    const { openSongSearch } = await import(moduleUrl)
    const startedAtMs = performance.now()
    const { findSongs } = await openSongSearch(indexFile)
    const loadMs = performance.now() - startedAtMs
    const search = async (queryVector) => (await findSongs({ queryVector, songCount: wantedCount })).map(({ songPosition }) => songPosition)
    return { loadMs, ...(await time(search, queries, repeats)) }
  },
  'usearch exact int8': (task) => usearchExact(task, Int8Array),
  'usearch exact float32': (task) => usearchExact(task, Float32Array),
  'usearch HNSW int8': async ({ rows, queries, wantedCount, repeats }) => {
    const { Index, MetricKind, ScalarKind } = await import('usearch')
    const startedAtMs = performance.now()
    const index = new Index({ dimensions: rows.dims, metric: MetricKind.Cos, quantization: ScalarKind.I8 })
    index.add(
      BigUint64Array.from({ length: rows.count }, (_, row) => BigInt(row)),
      readRows(rows, Float32Array),
      2,
    )
    const loadMs = performance.now() - startedAtMs
    const search = (query) => Array.from(index.search(Float32Array.from(query), wantedCount, 1).keys, Number)
    return { loadMs, ...(await time(search, queries, repeats)) }
  },
}

async function usearchExact({ rows, queries, wantedCount, repeats }, Values) {
  const { exactSearch, MetricKind } = await import('usearch')
  const startedAtMs = performance.now()
  const dataset = readRows(rows, Values)
  const loadMs = performance.now() - startedAtMs
  const toValues = (query) => {
    if (Values === Float32Array) return Float32Array.from(query)
    const peak = Math.max(...query.map(Math.abs))
    return Int8Array.from(query, (value) => Math.round((value / peak) * 127))
  }
  const search = (query) => Array.from(exactSearch(dataset, toValues(query), rows.dims, wantedCount, MetricKind.Cos, 1).keys, Number)
  return { loadMs, ...(await time(search, queries, repeats)) }
}

function readRows({ indexFile, int8Offset, float32Offset, count, dims }, Values) {
  const values = new Values(count * dims)
  const bytes = new Uint8Array(values.buffer)
  const file = openSync(indexFile)
  const chunkBytes = 2 ** 28
  const offset = Values === Int8Array ? int8Offset : float32Offset
  for (let at = 0; at < bytes.length; at += chunkBytes) readSync(file, bytes, at, Math.min(chunkBytes, bytes.length - at), offset + at)
  closeSync(file)
  return values
}

async function time(search, queries, repeats) {
  const found = []
  for (const query of queries) found.push(await search(query))
  for (let index = 0; index < warmUpCount; index++) await search(queries[index % queries.length])
  const durationsMs = []
  for (let index = 0; index < repeats; index++) {
    const startedAtMs = performance.now()
    await search(queries[index % queries.length])
    durationsMs.push(performance.now() - startedAtMs)
  }
  const at = (share) => quantile(durationsMs, share)
  return { found, p50: at(0.5), p99: at(0.99), min: Math.min(...durationsMs), residentBytes: process.memoryUsage.rss() }
}

async function answer({ method, ...task }) {
  process.send(await methods[method](task), () => process.exit())
}

process.once('message', (task) => void answer(task))
