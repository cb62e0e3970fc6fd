import { connectWorker, createWorkerCalls, type CallOptions, type WorkerEvents, type WorkerPort } from '../worker-calls'

import type { SongResult, SongResults, SongTask } from './song-session'

/** Reads the songs of one import in a worker of its own and keeps them there. */
export type SongReader = {
  /** As `readSongFiles`; the songs stay in the worker. */
  read(files: readonly File[], options?: CallOptions): Promise<SongResults['read']>
  /** The songs at some places of the reading. */
  songs(places: readonly number[]): Promise<SongResults['songs']>
  /** Tells how songs sound of which the files did not. */
  learn(learned: Extract<SongTask, { kind: 'learn' }>['learned']): Promise<void>
  /** Writes the songs at some places as a song index file; the vectors, (places.length * dims,) in parts, are moved. */
  write(placed: Omit<Extract<SongTask, { kind: 'write' }>, 'kind'>): Promise<SongResults['write']>
  dispose(): void
}

const startSongWorker = (events: WorkerEvents<SongResult>): WorkerPort<SongTask> =>
  connectWorker(new Worker(new URL('./song.worker.ts', import.meta.url), { type: 'module' }), events)

/** Makes a reader; its worker starts with the first file. */
export function createSongReader(startWorker: (events: WorkerEvents<SongResult>) => WorkerPort<SongTask> = startSongWorker): SongReader {
  const calls = createWorkerCalls(startWorker, 'Reload the page; if it stops again, fewer files at once may work.')
  // A task's kind decides what it gives.
  const call = <Kind extends SongTask['kind']>(task: Extract<SongTask, { kind: Kind }>, options?: CallOptions) =>
    calls.call(task, options) as Promise<SongResults[Kind]>
  return {
    read: (files, options) => call<'read'>({ kind: 'read', files }, options),
    songs: (places) => call<'songs'>({ kind: 'songs', places }),
    learn: (learned) => call<'learn'>({ kind: 'learn', learned }),
    write: (placed) => {
      const buffers = placed.vectors.flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? [buffer] : []))
      return call<'write'>({ kind: 'write', ...placed }, { transfer: buffers })
    },
    dispose: calls.dispose,
  }
}
