'use client'

import { Button } from '@radix-ui/themes/components/button'
import { useState } from 'react'

import { connectSpotify } from '@/components/account/account-store'
import { ProblemNote } from '@/components/studio/problem-note'
import { CheckIcon } from '@/components/ui/icons'
import { Note } from '@/components/ui/note'
import { ProgressLine } from '@/components/ui/progress-line'
import { SpotifyIcon } from '@/components/ui/spotify-logo'
import type { Save, SaveResult } from '@/lib/contracts/save-api'

import { PlayerMenu } from '../player/player-menu'

import { progressOf, timeToComeWords, unplayableWords } from './save-words'
import styles from './save.module.css'
import { waitsForConsent } from './use-saves'

type SaveStandingProps = {
  readonly save: Save
  onResume(): void
}

/** Where a save stands: how far it is, until when it waits, or what came of it. */
export const SaveStanding = ({ save, onResume }: SaveStandingProps) => {
  const { saveId, state, playlistId } = save
  const { words, doneShare } = progressOf(state)
  return (
    <div className={styles.standing}>
      {state.phase === 'done' && <Saved result={state.result} saveId={saveId} playlistId={playlistId} />}
      {state.phase === 'failed' && (
        <ProblemNote problem={state}>
          <p>The playlist is still here. Save it again to try once more.</p>
        </ProblemNote>
      )}
      {state.phase === 'paused' && (
        <Paused state={state} playlistId={playlistId} needsConsent={waitsForConsent(save)} onResume={onResume} />
      )}
      {state.phase !== 'done' && state.phase !== 'failed' && state.phase !== 'paused' && (
        <ProgressLine label={words} doneShare={doneShare} />
      )}
      <span className="visually-hidden" role="status">
        {state.phase === 'writing' ? 'Writing songs' : words}
      </span>
    </div>
  )
}

const Paused = ({
  state: { code, message, resumeAtMs },
  playlistId,
  needsConsent,
  onResume,
}: {
  readonly state: Extract<Save['state'], { phase: 'paused' }>
  readonly playlistId: string
  readonly needsConsent: boolean
  onResume(): void
}) => {
  const [nowMs] = useState(() => Date.now())
  return (
    <ProblemNote problem={{ code, message }}>
      {resumeAtMs === undefined ? (
        needsConsent ? (
          <Button size="2" variant="surface" onClick={() => void connectSpotify([], `/library/${playlistId}`)}>
            <SpotifyIcon /> Connect Spotify again
          </Button>
        ) : (
          <Button size="2" variant="surface" onClick={onResume}>
            Go on now
          </Button>
        )
      ) : (
        <p className={styles.pausedUntil}>It goes on by itself {timeToComeWords(resumeAtMs, nowMs)}. This page can be closed.</p>
      )}
    </ProblemNote>
  )
}

type SavedProps = { readonly result: SaveResult; readonly saveId: string; readonly playlistId: string }

const Saved = ({ result, saveId, playlistId }: SavedProps) => {
  const { spotifyUrl, songCount, isUpdate, replaced, leftOut, coverProblem } = result
  const songs = songCount === 1 ? 'One song is' : `${songCount} songs are`
  return (
    <div className={styles.saved}>
      <div className={styles.savedHead}>
        <p className={styles.savedWords}>
          <CheckIcon />
          <span>{isUpdate ? `The playlist in Spotify was brought up to date: ${songs.toLowerCase()} in it.` : `${songs} in Spotify.`}</span>
        </p>
        <div className={styles.savedActions}>
          <a href={spotifyUrl} target="_blank" rel="noopener noreferrer" className={styles.spotifyLink}>
            <SpotifyIcon /> Open the playlist in Spotify
          </a>
          <PlayerMenu saveId={saveId} playlistId={playlistId} />
        </div>
      </div>
      {(replaced.length > 0 || leftOut.length > 0) && (
        <details className={styles.changes} open={replaced.length + leftOut.length <= 3}>
          <summary>{changeWords(replaced.length, leftOut.length)}</summary>
          <ul>
            {replaced.map(({ song, by, reason }) => (
              <li key={song.songId}>
                <strong>{song.title}</strong> {unplayableWords[reason]}. In its place: <strong>{by.title}</strong> by{' '}
                {by.artists.join(', ')}.
              </li>
            ))}
            {leftOut.map(({ song, reason }) => (
              <li key={song.songId}>
                <strong>{song.title}</strong> {unplayableWords[reason]}, and nothing near enough does; it was left out.
              </li>
            ))}
          </ul>
        </details>
      )}
      {coverProblem !== undefined && <Note>Spotify did not take the cover: {coverProblem.message} The songs are all there.</Note>}
    </div>
  )
}

const changeWords = (replacedCount: number, leftOutCount: number): string => {
  const count = (number: number) => (number === 1 ? 'One song' : `${number} songs`)
  const parts = [
    ...(replacedCount > 0 ? [`${count(replacedCount)} replaced`] : []),
    ...(leftOutCount > 0 ? [`${count(leftOutCount)} left out`] : []),
  ]
  return parts.join(', ')
}
