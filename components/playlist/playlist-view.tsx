'use client'

import { Button } from '@radix-ui/themes/components/button'
import { useCallback, useEffect, useRef, useState } from 'react'

import { ProblemNote } from '@/components/studio/problem-note'
import { useStudio, useStudioActions } from '@/components/studio/studio-context'
import { AgainIcon } from '@/components/ui/icons'
import { LeftOut } from '@/components/wishes/left-out'
import { RelaxButtons } from '@/components/wishes/relax-buttons'
import { describeUserState } from '@/lib/core/state/describe-user-state'
import { isEmptyUserState } from '@/lib/stores/derive-user-state'

import { stretchWords } from '@/components/recording/time-words'

import { totalWords } from './duration-words'
import { ExportMenu } from './export-menu'
import { Flow } from './flow'
import { LengthSlider } from './length-slider'
import { MapLink } from './map-link'
import styles from './playlist.module.css'
import { playlistName } from './playlist-name'
import { PlaylistSkeleton } from './playlist-skeleton'
import { SaveButton } from './save/save-button'
import { makeDraft } from './save/make-draft'
import { SaveStrip } from './save/save-strip'
import { useSaves } from './save/use-saves'
import { reasonFor } from './reason-for'
import { SpotifySongList } from './spotify-song-list'
import { UndoToast } from './undo-toast'

/** The playlist with what can be done about it: plan anew, longer or shorter, remove, export. */
export const PlaylistView = () => {
  const { phase, playlist, madeFor, problem, removed } = useStudio((state) => state.playlist)
  const songCount = useStudio((state) => state.songCount)
  const hasInput = useStudio((state) => !isEmptyUserState(state.userState))
  const { regenerate, removeSong, undoRemove, retryPlaylist, settleRemoval } = useStudioActions()
  const heading = useRef<HTMLHeadingElement>(null)
  const playlistId = playlist?.playlistId
  const isMaking = phase === 'making'
  const saves = useSaves(playlistId)
  const [isSaving, setIsSaving] = useState(false)

  // A new playlist is what the listener asked for: it comes into view, and the keyboard goes on from there.
  useEffect(() => {
    heading.current?.focus({ preventScroll: true })
    heading.current?.scrollIntoView({ behavior: 'smooth', block: 'start' })
  }, [playlistId])

  useEffect(() => {
    const settle = () => void settleRemoval()
    window.addEventListener('pagehide', settle)
    return () => window.removeEventListener('pagehide', settle)
  }, [settleRemoval])

  const draft = useCallback(async () => {
    if (playlist === undefined) throw new Error('There is no playlist to save.')
    // What is saved is what the server has: a song that was just removed is gone there too.
    await settleRemoval()
    return makeDraft({ playlist, madeFor })
  }, [playlist, madeFor, settleRemoval])

  const songs = playlist?.songs.map(({ song }) => song) ?? []
  const name = playlistName(madeFor?.goal)
  const totalMs = songs.reduce((sum, { durationMs }) => sum + (durationMs ?? 0), 0)
  const because = madeFor === undefined ? [] : Object.values(describeUserState(madeFor.userState))

  return (
    <section className={styles.playlist} aria-labelledby="playlist-title" aria-busy={isMaking}>
      <header className={styles.head}>
        <div>
          {playlist !== undefined && madeFor?.stretch !== undefined && (
            <p className="print">Playlist for {stretchWords(madeFor.stretch)}</p>
          )}
          <h2 id="playlist-title" ref={heading} tabIndex={-1} className={`${styles.title} headline`}>
            {playlist === undefined ? 'Your playlist' : name}
          </h2>
          <p className={styles.subtitle}>
            {playlist === undefined ? (
              isMaking ? (
                'Finding the songs that lie nearest'
              ) : (
                'It could not be made yet.'
              )
            ) : (
              <>
                <span className="numbers">
                  {songs.length} songs, {totalWords(totalMs)}
                </span>
                {because.length > 0 && `. Because ${because.join(', ')}.`}
              </>
            )}
          </p>
        </div>
        {playlist !== undefined && (
          <div className={styles.actions}>
            <Button size="2" variant="surface" disabled={isMaking || !hasInput} onClick={() => void regenerate()}>
              <AgainIcon /> Regenerate
            </Button>
            <SaveButton saves={saves} isOpen={isSaving} isDisabled={isMaking} onOpenChange={setIsSaving} makeDraft={draft} />
            <ExportMenu name={name} createdAtMs={playlist.createdAtMs} songs={songs} />
          </div>
        )}
      </header>
      {problem !== undefined && (
        <ProblemNote problem={problem}>
          {problem.relaxations === undefined ? (
            <Button size="2" variant="surface" onClick={() => void retryPlaylist()}>
              Try again
            </Button>
          ) : (
            <RelaxButtons relaxations={problem.relaxations} />
          )}
        </ProblemNote>
      )}
      {playlist !== undefined && <SaveStrip saves={saves} isHidden={isSaving} />}
      {playlist !== undefined && (
        <div className={styles.shape}>
          <Flow songs={songs} />
          <LengthSlider />
          <MapLink />
        </div>
      )}
      {playlist?.leftOut !== undefined && <LeftOut leftOut={playlist.leftOut} />}
      {playlist === undefined && isMaking && <PlaylistSkeleton songCount={songCount} />}
      {playlist !== undefined && (
        <div className={styles.listHolder} data-busy={isMaking}>
          <SpotifySongList
            songs={playlist.songs}
            reasonOf={madeFor && ((entry) => reasonFor(entry, madeFor, playlist.wishes.cadenceSpm))}
            onRemove={(songId) => void removeSong(songId)}
          />
        </div>
      )}
      {removed !== undefined && (
        <UndoToast
          key={removed.songId}
          title={removed.title}
          onUndo={undoRemove}
          onLeave={() => heading.current?.focus({ preventScroll: true })}
        />
      )}
    </section>
  )
}
