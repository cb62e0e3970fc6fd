'use client'

import { createBrowserInference } from '@/components/studio/inference-provider'
import { loadPart } from '@/components/studio/load-part'
import { importSongs } from '@/lib/stores/import-songs'
import { createLibraryClient } from '@/lib/stores/library-client'

import { OwnMusic, type StartImport } from './own-music'

const client = createLibraryClient((address, init) => fetch(address, init))

/** Reads with a worker of its own and places songs with the real tower; both are gone with the end of the import. */
const startImport: StartImport = async (files, options) => {
  const { createSongReader } = await loadPart(() => import('@/lib/formats/songs/song-reader'))
  const reader = createSongReader()
  const inference = createBrowserInference()
  const wait = (durationMs: number) =>
    new Promise<void>((resolve) => {
      setTimeout(resolve, durationMs)
    })
  try {
    return await importSongs({ reader, client, embedSongs: inference.embedSongs, wait }, files, options)
  } finally {
    reader.dispose()
    inference.dispose()
  }
}

/** The one place where an import meets the real worker, the real tower and the real server. */
export const OwnMusicProvider = () => <OwnMusic client={client} startImport={startImport} />
