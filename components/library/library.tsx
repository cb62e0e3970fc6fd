'use client'

import { Button } from '@radix-ui/themes/components/button'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useCallback, useEffect, useMemo, useState } from 'react'

import { ProblemNote } from '@/components/studio/problem-note'
import { BinIcon } from '@/components/ui/icons'
import type { PlaylistSummary } from '@/lib/contracts/playlist-api'
import { createPlaylistClient } from '@/lib/stores/playlist-client'
import type { Problem } from '@/lib/stores/studio-state'
import { toProblem } from '@/lib/stores/to-problem'

import styles from './library.module.css'
import { madeWords } from './made-words'

/** The question comes with the first wish to delete. */
const ConfirmDialog = dynamic(async () => (await import('@/components/ui/confirm-dialog')).ConfirmDialog, { ssr: false })

const BONE_COUNT = 4

/** The playlists that were made in this browser, newest first. */
export const Library = () => {
  const client = useMemo(() => createPlaylistClient((address, init) => fetch(address, init)), [])
  const [playlists, setPlaylists] = useState<readonly PlaylistSummary[]>()
  const [loadedAtMs, setLoadedAtMs] = useState(0)
  const [nextCursor, setNextCursor] = useState<string>()
  const [problem, setProblem] = useState<Problem>()
  const [isLoadingMore, setIsLoadingMore] = useState(false)
  const [asked, setAsked] = useState<PlaylistSummary>()

  const load = useCallback(
    async (cursor?: string) => {
      setProblem(undefined)
      setIsLoadingMore(cursor !== undefined)
      try {
        const page = await client.list(cursor)
        setPlaylists((before) => (cursor === undefined ? page.playlists : [...(before ?? []), ...page.playlists]))
        setNextCursor(page.nextCursor)
        setLoadedAtMs(Date.now())
      } catch (error) {
        setProblem(toProblem(error))
      }
      setIsLoadingMore(false)
    },
    [client],
  )

  useEffect(() => {
    void load()
  }, [load])

  const remove = async ({ playlistId }: PlaylistSummary) => {
    setAsked(undefined)
    setProblem(undefined)
    try {
      await client.remove(playlistId)
      setPlaylists((before) => before?.filter((playlist) => playlist.playlistId !== playlistId))
    } catch (error) {
      setProblem(toProblem(error))
    }
  }

  return (
    <div className={styles.library}>
      {problem !== undefined && (
        <ProblemNote problem={problem}>
          <Button size="2" variant="surface" onClick={() => void load()}>
            Try again
          </Button>
        </ProblemNote>
      )}
      {playlists === undefined && problem === undefined && (
        <div role="status">
          <span className="visually-hidden">Loading your playlists</span>
          {Array.from({ length: BONE_COUNT }, (_, index) => (
            <div key={index} className={styles.bone} aria-hidden="true" />
          ))}
        </div>
      )}
      {playlists?.length === 0 && (
        <div className={styles.empty}>
          <svg viewBox="0 0 200 40" aria-hidden="true">
            {Array.from({ length: 41 }, (_, tick) => (
              <path key={tick} d={`M${tick * 5} 40V${tick % 5 === 0 ? 22 : 31}`} />
            ))}
          </svg>
          <p className={styles.emptyTitle}>Nothing made yet</p>
          <p>Every playlist that you make is kept here, on this server, for this browser.</p>
          <Button size="3" asChild>
            <Link href="/">Make one in the studio</Link>
          </Button>
        </div>
      )}
      {playlists !== undefined && playlists.length > 0 && (
        <ul className={styles.list}>
          {playlists.map((playlist) => (
            <li key={playlist.playlistId} className={styles.row}>
              <Link href={`/library/${playlist.playlistId}`} className={styles.rowLink}>
                <span className={styles.rowTitle}>{playlist.firstSongs.map(({ title }) => title).join(', ')}</span>
                <span className={styles.rowDetail}>
                  {playlist.songCount} songs, made {madeWords(playlist.createdAtMs, loadedAtMs)}
                </span>
              </Link>
              <button type="button" className={styles.deleteButton} onClick={() => setAsked(playlist)} title="Delete">
                <BinIcon />
                <span className="visually-hidden">
                  Delete the playlist made {madeWords(playlist.createdAtMs, loadedAtMs)} that begins with {playlist.firstSongs[0]?.title}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {nextCursor !== undefined && (
        <Button size="2" variant="surface" loading={isLoadingMore} onClick={() => void load(nextCursor)}>
          Show older ones
        </Button>
      )}
      {asked !== undefined && (
        <ConfirmDialog
          title="Delete this playlist?"
          confirmWords="Delete"
          cancelWords="Keep it"
          onConfirm={() => void remove(asked)}
          onCancel={() => setAsked(undefined)}
        >
          Its {asked.songCount} songs, beginning with “{asked.firstSongs[0]?.title ?? 'an unknown song'}”, are forgotten by this server.
          This cannot be undone.
        </ConfirmDialog>
      )}
    </div>
  )
}
