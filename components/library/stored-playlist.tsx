'use client'

import { Button } from '@radix-ui/themes/components/button'
import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { useCallback, useEffect, useMemo, useState } from 'react'

import { totalWords } from '@/components/playlist/duration-words'
import { ExportMenu } from '@/components/playlist/export-menu'
import { Flow } from '@/components/playlist/flow'
import { MapLink } from '@/components/playlist/map-link'
import { playlistName } from '@/components/playlist/playlist-name'
import { PlaylistSkeleton } from '@/components/playlist/playlist-skeleton'
import { makeDraft } from '@/components/playlist/save/make-draft'
import { SaveButton } from '@/components/playlist/save/save-button'
import { SaveStrip } from '@/components/playlist/save/save-strip'
import { useSaves } from '@/components/playlist/save/use-saves'
import { SpotifySongList } from '@/components/playlist/spotify-song-list'
import { ProblemNote } from '@/components/studio/problem-note'
import type { Playlist } from '@/lib/contracts/playlist-api'
import { songCountLimits } from '@/lib/core/songs/song-count-limits'
import { createPlaylistClient } from '@/lib/stores/playlist-client'
import type { Problem } from '@/lib/stores/studio-state'
import { toProblem } from '@/lib/stores/to-problem'

import styles from './library.module.css'
import { madeWords } from './made-words'

/** One playlist that was made before. The state it was made for was never kept, so its reasons are gone; the songs are all there. */
export const StoredPlaylist = ({ playlistId }: { readonly playlistId: string }) => {
  const client = useMemo(() => createPlaylistClient((address, init) => fetch(address, init)), [])
  const [playlist, setPlaylist] = useState<Playlist>()
  const [loadedAtMs, setLoadedAtMs] = useState(0)
  const [problem, setProblem] = useState<Problem>()

  const load = useCallback(async () => {
    setProblem(undefined)
    try {
      setPlaylist(await client.read(playlistId))
      setLoadedAtMs(Date.now())
    } catch (error) {
      setProblem(toProblem(error))
    }
  }, [client, playlistId])

  useEffect(() => {
    void load()
  }, [load])

  const saves = useSaves(playlist?.playlistId)
  // Who went to Spotify from the dialog comes back to it, once.
  const wantsToSave = useSearchParams().has('save')
  const [isSaving, setIsSaving] = useState(wantsToSave)
  useEffect(() => {
    if (wantsToSave) window.history.replaceState(null, '', location.pathname)
  }, [wantsToSave])
  const draft = useCallback(() => {
    if (playlist === undefined) throw new Error('There is no playlist to save.')
    return makeDraft({ playlist, madeFor: undefined })
  }, [playlist])

  const songs = playlist?.songs.map(({ song }) => song) ?? []
  const totalMs = songs.reduce((sum, { durationMs }) => sum + (durationMs ?? 0), 0)

  return (
    <div className={styles.stored}>
      <p>
        <Link href="/library" className={styles.back}>
          All playlists
        </Link>
      </p>
      <div className={styles.storedHead}>
        <div>
          <h1 className={`${styles.storedTitle} headline`}>Playlist</h1>
          <p className={styles.storedDetail}>
            {playlist === undefined
              ? ' '
              : `${songs.length} songs, ${totalWords(totalMs)}, made ${madeWords(playlist.createdAtMs, loadedAtMs)}`}
          </p>
        </div>
        {playlist !== undefined && (
          <div className={styles.storedActions}>
            <SaveButton saves={saves} isOpen={isSaving} onOpenChange={setIsSaving} makeDraft={draft} />
            <ExportMenu name={playlistName(undefined)} createdAtMs={playlist.createdAtMs} songs={songs} />
          </div>
        )}
      </div>
      {problem !== undefined && (
        <ProblemNote problem={problem}>
          {problem.code !== 'NOT_FOUND' && (
            <Button size="2" variant="surface" onClick={() => void load()}>
              Try again
            </Button>
          )}
        </ProblemNote>
      )}
      {playlist === undefined && problem === undefined && <PlaylistSkeleton songCount={songCountLimits.usual} />}
      {playlist !== undefined && (
        <>
          <SaveStrip saves={saves} isHidden={isSaving} />
          <Flow songs={songs} />
          <MapLink playlistId={playlist.playlistId} />
          <SpotifySongList songs={playlist.songs} />
        </>
      )}
    </div>
  )
}
