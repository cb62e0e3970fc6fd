'use client'

import { Button } from '@radix-ui/themes/components/button'
import { useSearchParams } from 'next/navigation'
import { useEffect, useState } from 'react'

import { timeToComeWords } from '@/components/playlist/save/save-words'
import { ProblemNote } from '@/components/studio/problem-note'
import { ProgressLine } from '@/components/ui/progress-line'
import type { SpotifyLibrary } from '@/lib/contracts/spotify-library-api'
import type { Problem } from '@/lib/stores/studio-state'
import { toProblem } from '@/lib/stores/to-problem'

import { dayWords } from './account-words'
import styles from './account.module.css'
import { spotifyClient } from './spotify-client'

/** How often a reading that is under way is asked for, in ms. */
const POLL_MS = 1000
/** How often one that waits for Spotify is asked for, in ms. */
const PAUSED_POLL_MS = 5000

/** Whether a reading will still change by itself, and how often to look, in ms. */
const pollMs = (library: SpotifyLibrary | undefined): number | undefined => {
  if (library?.state === 'reading') return POLL_MS
  return library?.state === 'paused' && library.resumeAtMs !== undefined ? PAUSED_POLL_MS : undefined
}

const count = (songCount: number) => songCount.toLocaleString('en-GB')

/** What Attune knows of the listener's library at Spotify, and how to read it anew or forget it. */
export const LibraryStanding = () => {
  const [library, setLibrary] = useState<SpotifyLibrary>()
  const [problem, setProblem] = useState<Problem>()
  const [nowMs] = useState(() => Date.now())
  // Who comes back from Spotify's page of consent for this has just said so.
  const wasJustAllowed = useSearchParams().get('allowed') === 'library'

  const attempt = async (act: () => Promise<SpotifyLibrary>) => {
    setProblem(undefined)
    try {
      setLibrary(await act())
    } catch (error) {
      setProblem(toProblem(error))
    }
  }

  useEffect(() => {
    void attempt(async () => {
      const found = await spotifyClient.readLibrary()
      return found.state === 'none' && wasJustAllowed ? spotifyClient.startLibrary() : found
    })
  }, [wasJustAllowed])

  useEffect(() => {
    const waitMs = pollMs(library)
    if (waitMs === undefined) return undefined
    const timer = setTimeout(() => void attempt(() => spotifyClient.readLibrary()), waitMs)
    return () => clearTimeout(timer)
  }, [library])

  const start = () => void attempt(() => spotifyClient.startLibrary())
  const forget = () =>
    void attempt(async () => {
      await spotifyClient.forgetLibrary()
      return { state: 'none' }
    })

  return (
    <div className={styles.library}>
      {problem !== undefined && <ProblemNote problem={problem} />}
      {library?.state === 'none' && (
        <Button size="2" variant="surface" onClick={start}>
          Read my library
        </Button>
      )}
      {library?.state === 'reading' && (
        <ProgressLine
          label={
            library.totalCount === undefined
              ? 'Reading your library'
              : `Reading your library: ${count(library.readCount)} of ${count(library.totalCount)} saved songs`
          }
          doneShare={library.totalCount === undefined ? 0 : Math.min(1, library.readCount / Math.max(1, library.totalCount))}
        />
      )}
      {library?.state === 'paused' && (
        <ProblemNote problem={library}>
          {library.resumeAtMs === undefined ? (
            <Button size="2" variant="surface" onClick={start}>
              Go on now
            </Button>
          ) : (
            <p>It goes on by itself {timeToComeWords(library.resumeAtMs, nowMs)}.</p>
          )}
        </ProblemNote>
      )}
      {library?.state === 'done' && (
        <>
          <p className={styles.soft} role="status">
            {library.songCount === 1 ? 'One song is known' : `${count(library.songCount)} songs are known`}, as of{' '}
            {dayWords(library.readAtMs)}.
          </p>
          <div className={styles.actions}>
            <Button size="2" variant="surface" onClick={start}>
              Read anew
            </Button>
            <Button size="2" variant="surface" onClick={forget}>
              Forget it
            </Button>
          </div>
        </>
      )}
    </div>
  )
}
