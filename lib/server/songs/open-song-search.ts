import 'server-only'

import { readSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'

import { vectorLength } from '@/lib/contracts/playlist-api'
import { AppError } from '@/lib/core/app-error'
import type { RankedSong } from '@/lib/core/songs/find-songs'
import { openSongIndex, readPreamble } from '@/lib/core/songs/open-song-index'
import { scanQuery } from '@/lib/core/songs/scan-similarities'
import { preambleBytes, type SongIndex } from '@/lib/core/songs/song-index'

import { maxWorkerCount, startScanWorkers } from './scan-workers'

const pageBytes = 65_536
/** As many pages as the kernel was compiled for. */
const maxPageCount = 65_536
/** Lines of the processors' caches: what two threads write does not share one. */
const slotAlignmentBytes = 64
/** The kernel keeps nothing of its own in the memory, but address 0 means 'none' to it. */
const residentStart = pageBytes
/** Cosines of at most so many bytes are held for requests at work at the same time; more wait. One is always let in. */
const slotBudgetBytes = 16 * 1024 * 1024
const maxSlotCount = 8
/** Of the songs found by int8, so many times the wanted ones are scored again by their exact vectors. */
const rescoredShare = 2
/** As many songs as one search may ask for. */
const maxFoundCount = 500
/** Bytes of an entry of the kernel's heap: cosine and row. */
const heapEntryBytes = 8
/** Fewer songs than this are not divided: a second thread would cost more to wake than it saves. */
const songsPerPart = 100_000
/** A read of the file takes no more than this at once, so that other files get their turn. */
const chunkBytes = 32 * 1024 * 1024

/** The cosine of every song to the state and to the goal, (songCount,) each; one array where the two are the same. */
export type Similarities = { readonly toState: Float32Array; readonly toGoal: Float32Array }

/** A song index in memory that every core searches. */
export type SongSearch = {
  readonly songIndex: SongIndex
  /** Scans for state and goal and hands their cosines to `use`; they are overwritten after it returns. */
  withSimilarities<Result>(
    vectors: { readonly stateVector: ArrayLike<number>; readonly goalVector: ArrayLike<number> },
    use: (similarities: Similarities) => Result,
  ): Promise<Result>
  /** Returns the songs nearest to a vector (dims,), nearest first: exact, by int8 and again by the exact vectors where the file has them. */
  findSongs(wanted: { readonly queryVector: ArrayLike<number>; readonly songCount: number }): Promise<readonly RankedSong[]>
  close(): Promise<void>
}

/** Opens a song index file for searching. Throws INDEX_UNREADABLE where it cannot be used. `partSize`: songs that one thread scans at least. */
export async function openSongSearch(fileName: string, { partSize = songsPerPart } = {}): Promise<SongSearch> {
  const { memory, songIndex, slots, close } = await readIntoMemory(fileName)
  const workers = startScanWorkers(memory)
  const { songCount, dims, vectors, scales } = songIndex

  const putQuery = (address: number, vector: ArrayLike<number>): number => {
    const { values, scale } = scanQuery(dims, vector)
    new Int16Array(memory.buffer, address, dims).set(values)
    return scale
  }
  const partCount = Math.min(workers.count, Math.ceil(songCount / partSize))
  let turn = 0
  /** Divides the songs among workers; where one is enough, requests take turns, so that those at work at the same time have one each. */
  const inParts = (call: (start: number, end: number, part: number, workerIndex: number) => Promise<number>): Promise<number[]> => {
    const firstWorker = turn++
    return Promise.all(
      Array.from({ length: partCount }, (_, part) =>
        call(
          Math.floor((part * songCount) / partCount),
          Math.floor(((part + 1) * songCount) / partCount),
          part,
          (firstWorker + part) % workers.count,
        ),
      ),
    )
  }

  return {
    songIndex,
    withSimilarities: ({ stateVector, goalVector }, use) =>
      slots.run(async (slot) => {
        const isOnePlace =
          stateVector.length === goalVector.length && Array.from(stateVector).every((value, dim) => value === goalVector[dim])
        // Both are checked before anything is scanned: a scan still running when the other was refused would write into a free slot.
        const factors = [putQuery(slot.query, stateVector), putQuery(slot.otherQuery, goalVector)] as const
        await inParts((start, end, _part, workerIndex) => {
          const toState = [vectors.byteOffset, scales.byteOffset, dims, start, end, slot.query, factors[0], slot.cosines]
          return isOnePlace
            ? workers.run(workerIndex, 'scanOne', toState)
            : workers.run(workerIndex, 'scanTwo', [...toState, slot.otherQuery, factors[1], slot.otherCosines])
        })
        const toState = new Float32Array(memory.buffer, slot.cosines, songCount)
        return use({ toState, toGoal: isOnePlace ? toState : new Float32Array(memory.buffer, slot.otherCosines, songCount) })
      }),
    findSongs: ({ queryVector, songCount: wantedCount }) =>
      slots.run(async (slot) => {
        const limit = Math.min(maxFoundCount, wantedCount) * rescoredShare
        const factor = putQuery(slot.query, queryVector)
        const sizes = await inParts((start, end, part, workerIndex) => {
          const heap = slot.heaps + part * maxFoundCount * rescoredShare * heapEntryBytes
          const args = [vectors.byteOffset, scales.byteOffset, dims, start, end, slot.query, factor, limit, heap]
          return workers.run(workerIndex, 'scanTop', args)
        })
        const found: RankedSong[] = []
        sizes.forEach((size, part) => {
          const heap = new DataView(memory.buffer, slot.heaps + part * maxFoundCount * rescoredShare * heapEntryBytes)
          for (let entry = 0; entry < size * heapEntryBytes; entry += heapEntryBytes) {
            found.push({ similarity: heap.getFloat32(entry, true), songPosition: heap.getUint32(entry + 4, true) })
          }
        })
        found.sort(bySimilarity)
        return rescored(songIndex, queryVector, found.slice(0, limit)).slice(0, wantedCount)
      }),
    close: async () => {
      await workers.close()
      await close()
    },
  }
}

type LoadedIndex = {
  readonly memory: WebAssembly.Memory
  readonly songIndex: SongIndex
  readonly slots: Slots
  readonly close: () => Promise<void>
}

/** Reads the resident part of the file into a shared memory with room for slots behind it, and opens the index there. */
async function readIntoMemory(fileName: string): Promise<LoadedIndex> {
  const file = await open(fileName).catch((cause: unknown) => {
    throw new AppError('INDEX_UNREADABLE', `The song index was not found; it is expected at ${fileName}.`, { cause })
  })
  try {
    const { size: sizeBytes } = await file.stat()
    const start = new Uint8Array(Math.min(preambleBytes, sizeBytes))
    await file.read(start, 0, start.length, 0)
    const { residentBytes, songCount, dims } = readPreamble(start, sizeBytes)
    if (dims !== vectorLength) {
      throw new AppError('INDEX_UNREADABLE', `The song index has vectors of ${dims} numbers; expected ${vectorLength}.`)
    }
    const plan = planSlots(residentStart + residentBytes, songCount, dims)
    const memory = new WebAssembly.Memory({ initial: Math.ceil(plan.endBytes / pageBytes), maximum: maxPageCount, shared: true })
    const resident = new Uint8Array(memory.buffer, residentStart, residentBytes)
    for (let at = 0; at < residentBytes;) {
      const { bytesRead } = await file.read(resident, at, Math.min(chunkBytes, residentBytes - at), at)
      if (bytesRead === 0)
        throw new AppError('INDEX_UNREADABLE', `The song index ended at byte ${at} while it was read; expected ${residentBytes}.`)
      at += bytesRead
    }
    const read = (from: number, to: number): Uint8Array => {
      const bytes = new Uint8Array(to - from)
      readSync(file.fd, bytes, 0, bytes.length, from)
      return bytes
    }
    const songIndex = openSongIndex(resident, { sizeBytes, read, crc32: (bytes) => crc32(bytes) })
    return { memory, songIndex, slots: createSlots(plan.slots), close: () => file.close() }
  } catch (error) {
    await file.close()
    throw error
  }
}

function planSlots(start: number, songCount: number, dims: number): { readonly slots: Slot[]; readonly endBytes: number } {
  const align = (size: number) => Math.ceil(size / slotAlignmentBytes) * slotAlignmentBytes
  const queryBytes = align(dims * Int16Array.BYTES_PER_ELEMENT)
  const cosineBytes = align(songCount * Float32Array.BYTES_PER_ELEMENT)
  const heapBytes = maxWorkerCount * maxFoundCount * rescoredShare * heapEntryBytes
  const slotBytes = 2 * queryBytes + 2 * cosineBytes + align(heapBytes)
  const slotCount = Math.max(1, Math.min(maxSlotCount, Math.floor(slotBudgetBytes / slotBytes)))
  const slots = Array.from({ length: slotCount }, (_, index) => {
    const query = align(start) + index * slotBytes
    const cosines = query + 2 * queryBytes
    return { query, otherQuery: query + queryBytes, cosines, otherCosines: cosines + cosineBytes, heaps: cosines + 2 * cosineBytes }
  })
  return { slots, endBytes: align(start) + slotCount * slotBytes }
}

function bySimilarity(a: RankedSong, b: RankedSong): number {
  return b.similarity - a.similarity || a.songPosition - b.songPosition
}

function rescored({ exactVector }: SongIndex, queryVector: ArrayLike<number>, found: readonly RankedSong[]): readonly RankedSong[] {
  if (exactVector === undefined) return found
  const norm = Math.hypot(...Array.from(queryVector))
  return found
    .map(({ songPosition }) => {
      const row = exactVector(songPosition)
      let dot = 0
      for (let dim = 0; dim < row.length; dim++) dot += (row[dim] ?? 0) * (queryVector[dim] ?? 0)
      return { songPosition, similarity: dot / norm }
    })
    .sort(bySimilarity)
}

/** Room in the memory for one request: its queries, the cosines they give, and the heaps of the workers. */
type Slot = {
  readonly query: number
  readonly otherQuery: number
  readonly cosines: number
  readonly otherCosines: number
  readonly heaps: number
}

/** Lets as many requests run as there are slots; the others wait in the order in which they came. */
type Slots = { run<Result>(work: (slot: Slot) => Promise<Result>): Promise<Result> }

function createSlots(free: Slot[]): Slots {
  const waiting: ((slot: Slot) => void)[] = []
  return {
    run: async (work) => {
      const slot = free.pop() ?? (await new Promise<Slot>((resolve) => waiting.push(resolve)))
      try {
        return await work(slot)
      } finally {
        const next = waiting.shift()
        if (next === undefined) free.push(slot)
        else next(slot)
      }
    },
  }
}
