'use client'

import { Button } from '@radix-ui/themes/components/button'
import dynamic from 'next/dynamic'
import { useEffect, useRef, useState } from 'react'

import { csvOf } from '@/components/playlist/export/to-csv'
import { saveFile } from '@/components/playlist/export/save-file'
import { ProblemNote } from '@/components/studio/problem-note'
import { FileDrop } from '@/components/ui/file-drop'
import { Note } from '@/components/ui/note'
import { ProgressLine } from '@/components/ui/progress-line'
import type { Library } from '@/lib/contracts/library-api'
import type { ImportOptions, ImportOutcome, ImportStep, UnknownSong } from '@/lib/stores/import-songs'
import type { LibraryClient } from '@/lib/stores/library-client'
import type { Problem } from '@/lib/stores/studio-state'
import { toProblem } from '@/lib/stores/to-problem'

import { keptWords, outcomeWords, outdatedWords, stepWords } from './own-music-words'
import styles from './own-music.module.css'

/** The question comes with the first wish to delete. */
const ConfirmDialog = dynamic(async () => (await import('@/components/ui/confirm-dialog')).ConfirmDialog, { ssr: false })

const ACCEPTED = '.csv,.txt,.json,.zip,.m3u,.m3u8,.tsv,.gz'
const HINT = 'From Exportify, TuneMyMusic, Spotify (account data, zip or JSON), an M3U8 playlist, or a CSV with titles and artists.'
const SHOWN_UNKNOWN_COUNT = 5
/** Where links of other pages lead. */
export const OWN_MUSIC_ID = 'your-music'

/** Imports files with the real worker, tower and server. */
export type StartImport = (files: readonly File[], options: ImportOptions) => Promise<ImportOutcome>

type Running = { readonly step: ImportStep; readonly doneShare: number; readonly controller: AbortController }

/** A listener's own music: what is kept of it, an import, and the way to delete it all. */
export const OwnMusic = ({
  client,
  startImport,
}: {
  readonly client: Pick<LibraryClient, 'read' | 'forget'>
  readonly startImport: StartImport
}) => {
  const [library, setLibrary] = useState<Library>()
  const [isOpen, setIsOpen] = useState(false)
  const [running, setRunning] = useState<Running>()
  const [outcome, setOutcome] = useState<ImportOutcome>()
  const [problem, setProblem] = useState<Problem>()
  const [isAsking, setIsAsking] = useState(false)
  const [said, setSaid] = useState('')
  const controllerRef = useRef<AbortController>(undefined)
  const titleRef = useRef<HTMLHeadingElement>(null)
  // The button that was pressed is gone then: who goes by keyboard or ear stays at the card.
  const open = (isWanted: boolean) => {
    setIsOpen(isWanted)
    titleRef.current?.focus()
  }

  useEffect(() => {
    if (location.hash === `#${OWN_MUSIC_ID}`) setIsOpen(true)
    client.read().then(setLibrary, (error: unknown) => setProblem(toProblem(error)))
    // Who leaves the page stops the import.
    return () => controllerRef.current?.abort()
  }, [client])

  const start = async (files: readonly File[]) => {
    const controller = new AbortController()
    controllerRef.current = controller
    setProblem(undefined)
    setOutcome(undefined)
    setSaid('')
    setRunning({ step: 'reading', doneShare: 0, controller })
    try {
      const onStep = (step: ImportStep, doneShare: number) => setRunning({ step, doneShare, controller })
      const done = await startImport(files, { onStep, signal: controller.signal })
      setLibrary(done.library)
      setOutcome(done)
      setIsOpen(false)
    } catch (error) {
      if (controller.signal.aborted) setSaid('The import was stopped. Nothing was kept.')
      else setProblem(toProblem(error))
    }
    setRunning(undefined)
  }
  const forget = async () => {
    setIsAsking(false)
    try {
      await client.forget()
      setLibrary(({ featureHost } = {}) => (featureHost === undefined ? {} : { featureHost }))
      setOutcome(undefined)
      setSaid('Your imported music was deleted.')
    } catch (error) {
      setProblem(toProblem(error))
    }
  }

  const kept = library?.kept
  return (
    <section id={OWN_MUSIC_ID} className={styles.card} aria-labelledby="own-music-title">
      <header className={styles.head}>
        <div>
          <h2 id="own-music-title" ref={titleRef} tabIndex={-1}>
            Your own music
          </h2>
          <p className={styles.soft}>
            {kept === undefined
              ? 'Bring an export of your playlists or your library, and playlists can be made of it: alone, or together with the catalogue.'
              : keptWords(kept)}
          </p>
        </div>
        {running === undefined && library !== undefined && !isOpen && (
          <div className={styles.actions}>
            <Button size="2" variant="surface" onClick={() => open(true)}>
              {kept === undefined ? 'Import your music' : 'Import again'}
            </Button>
            {kept !== undefined && (
              <Button size="2" variant="surface" color="red" onClick={() => setIsAsking(true)}>
                Delete it
              </Button>
            )}
          </div>
        )}
      </header>
      {kept?.isOutdated === true && <Note>{outdatedWords(kept)}</Note>}
      {problem !== undefined && <ProblemNote problem={problem} />}
      <p role="status" className={styles.soft}>
        {said}
      </p>
      {running !== undefined && (
        <div className={styles.running}>
          <ProgressLine label={stepWords(running.step, library?.featureHost)} doneShare={running.doneShare} />
          <Button size="2" variant="surface" onClick={() => running.controller.abort()}>
            Cancel
          </Button>
        </div>
      )}
      {isOpen && running === undefined && (
        <div className={styles.choose}>
          <WhatIsKept featureHost={library?.featureHost} />
          <FileDrop accept={ACCEPTED} isMultiple label="Choose an export" hint={HINT} onFiles={(files) => void start(files)} />
          <Button size="2" variant="surface" onClick={() => open(false)}>
            Not now
          </Button>
        </div>
      )}
      {outcome !== undefined && <Outcome outcome={outcome} />}
      {isAsking && (
        <ConfirmDialog
          title="Delete your imported music?"
          confirmWords="Delete it"
          cancelWords="Keep it"
          onConfirm={() => void forget()}
          onCancel={() => setIsAsking(false)}
        >
          Ids, names and vectors of your songs are deleted from this server. Playlists that you made stay; songs in them that only you had
          lose their names.
        </ConfirmDialog>
      )}
    </section>
  )
}

/** Said before anything is chosen: where the file goes, what is kept and for how long. */
const WhatIsKept = ({ featureHost }: { readonly featureHost: string | undefined }) => (
  <ul className={styles.facts}>
    <li>The file is read in this browser and stays here.</li>
    <li>Titles, artists and Spotify ids go to this server, which looks them up in its catalogue and forgets them again.</li>
    {featureHost !== undefined && (
      <li>Spotify ids of songs that the catalogue lacks go from there to {featureHost}, which may know how they sound.</li>
    )}
    <li>
      Kept on this server, for this browser alone: the ids of songs that were found, and id, title, artist, audio features and 128 numbers
      (its place in the song space) for each song that only you have.
    </li>
    <li>You can delete all of it here at any time.</li>
  </ul>
)

const Outcome = ({ outcome }: { readonly outcome: ImportOutcome }) => (
  <div className={styles.outcome} role="status">
    <ul className={styles.facts}>
      {[...outcomeWords(outcome), ...outcome.notes].map((words) => (
        <li key={words}>{words}</li>
      ))}
    </ul>
    {outcome.unknown.length > 0 && <UnknownSongs songs={outcome.unknown} />}
  </div>
)

const UnknownSongs = ({ songs }: { readonly songs: readonly UnknownSong[] }) => (
  <details className={styles.unknown}>
    <summary>Which songs are unknown</summary>
    <ul>
      {songs.slice(0, SHOWN_UNKNOWN_COUNT).map(({ songId, title, artists }) => (
        <li key={`${songId} ${title} ${artists.join()}`}>{title === '' ? songId : [title, ...artists].join(', ')}</li>
      ))}
      {songs.length > SHOWN_UNKNOWN_COUNT && <li>and {(songs.length - SHOWN_UNKNOWN_COUNT).toLocaleString('en')} more</li>}
    </ul>
    <Button size="2" variant="surface" onClick={() => saveFile('unknown-songs.csv', 'text/csv', csvOf(toRows(songs)))}>
      Download the list
    </Button>
  </details>
)

const toRows = (songs: readonly UnknownSong[]): readonly (readonly string[])[] => [
  ['title', 'artists', 'spotify_id'],
  ...songs.map(({ songId = '', title, artists }) => [title, artists.join('; '), songId]),
]
