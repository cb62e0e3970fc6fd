import { fork } from 'node:child_process'
import { mkdtempSync, openSync, readSync, closeSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { bundleModule } from './load-module.mjs'
import { printTable } from './print-table.mjs'
import { createVectors, writeLargeIndex } from './write-large-index.mjs'

const songCount = 1_000_000
/** An HNSW index of a million takes minutes to build; a tenth shows what it gains and what it misses. */
const hnswCount = 100_000
const dims = 128
const queryCount = 20
const wantedCount = 50
const repeats = 200
const preambleBytes = 32

function measure(task) {
  return new Promise((resolve, reject) => {
    const child = fork(path.join(import.meta.dirname, 'search-child.mjs'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    child.once('message', resolve)
    child.once('error', reject)
    child.once('exit', (code) => code !== 0 && reject(new Error(`The search in a process of its own ended with code ${code}.`)))
    child.send(task)
  })
}

/** The best rows of each query by float64 cosines, chunk by chunk. */
function createTruth(queries, upTo) {
  const best = queries.map(() => [])
  return {
    add: (rows, from) => {
      queries.forEach((query, index) => {
        let own = best[index]
        for (let row = 0; row < rows.length / dims && from + row < upTo; row++) {
          let dot = 0
          for (let dim = 0; dim < dims; dim++) dot += query[dim] * rows[row * dims + dim]
          if (own.length < wantedCount || dot > own.at(-1).dot) {
            own.push({ dot, row: from + row })
            own.sort((a, b) => b.dot - a.dot)
            own = own.slice(0, wantedCount)
          }
        }
        best[index] = own
      })
    },
    recall: (found) => {
      const hits = found.map((rows, index) => rows.filter((row) => best[index].some((entry) => entry.row === row)).length)
      return hits.reduce((sum, count) => sum + count, 0) / (wantedCount * queries.length)
    },
  }
}

function readSections(indexFile) {
  const file = openSync(indexFile)
  const start = Buffer.alloc(preambleBytes)
  readSync(file, start, 0, preambleBytes, 0)
  const header = Buffer.alloc(start.readUInt32LE(20))
  readSync(file, header, 0, header.length, preambleBytes)
  closeSync(file)
  return new Map(JSON.parse(header.toString()).sections.map((section) => [section.name, section]))
}

/** Prints how long an exact search of a million songs takes, beside what usearch does with the same vectors in the same run. */
export async function benchSearch({ rootDir }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'attune-search-'))
  const { url: moduleUrl, remove } = await bundleModule('scripts/bench/search-measures.ts')
  try {
    const indexFile = path.join(folder, 'large.bin')
    const nextQuery = createVectors(2)
    const queries = Array.from({ length: queryCount }, () => {
      const query = Array.from({ length: dims }, () => 0)
      nextQuery(query, 0)
      return query
    })
    const [truth, hnswTruth] = [createTruth(queries, songCount), createTruth(queries, hnswCount)]
    writeLargeIndex(indexFile, songCount, (rows, from) => {
      truth.add(rows, from)
      hnswTruth.add(rows, from)
    })
    const sections = readSections(indexFile)
    const rows = { indexFile, int8Offset: sections.get('vectors').offset, float32Offset: sections.get('exactVectors').offset, dims }
    const task = { moduleUrl, indexFile, queries, wantedCount, repeats }
    const shipped = path.join(rootDir, 'public/models/song-index-v2/song-index.bin')
    const line = (name, { p50, p99, min, loadMs, residentBytes, found }, known) => [
      name,
      min.toFixed(1),
      p50.toFixed(1),
      p99.toFixed(1),
      known === undefined ? '' : known.recall(found).toFixed(3),
      (loadMs / 1000).toFixed(2),
      (residentBytes / 1e6).toFixed(0),
    ]
    const usearch = (method, count) => measure({ ...task, method, rows: { ...rows, count }, repeats: 40 })
    printTable(
      `Search for the ${wantedCount} nearest of ${songCount.toLocaleString('en')} x ${dims} (${queryCount} queries; recall against float64)`,
      [
        ['method', 'min ms', 'p50 ms', 'p99 ms', `recall@${wantedCount}`, 'load s', 'resident MB'],
        line('Attune: int8 scan, best by float32', await measure({ ...task, method: 'attune' }), truth),
        line('usearch exact int8', await usearch('usearch exact int8', songCount), truth),
        line('usearch exact float32', await usearch('usearch exact float32', songCount), truth),
        line(`usearch HNSW int8, ${hnswCount.toLocaleString('en')} songs`, await usearch('usearch HNSW int8', hnswCount), hnswTruth),
        line('Attune: the shipped catalogue', await measure({ ...task, method: 'attune', indexFile: shipped }), undefined),
      ],
    )
  } finally {
    remove()
    rmSync(folder, { recursive: true, force: true })
  }
}
