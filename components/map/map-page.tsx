'use client'

import { Button } from '@radix-ui/themes/components/button'
import Link from 'next/link'
import { useCallback, useEffect, useRef, useState } from 'react'

import { ProblemNote } from '@/components/studio/problem-note'
import { useStudio } from '@/components/studio/studio-context'
import { PageHead } from '@/components/ui/page-head'

import type { GenreGroupName } from './genre-groups'
import { Legend } from './legend'
import { MapField, type MapFieldHandle } from './map-field'
import type { Pointed } from './map-overlay'
import { kindWords, placeWords } from './map-words'
import styles from './map.module.css'
import { PathList } from './path-list'
import { useMapMarks, useStoredPlaylist, type MapMarks } from './use-map-marks'
import { useSongMap, type SongMapLoader } from './use-song-map'

/** A song in words: title, artist, what kind it is, and why it lies where it lies. */
type SongWords = { readonly title: string; readonly artists: string; readonly kind: string; readonly why: string }

function wordsOf(pointed: Pointed, { pathSongs }: MapMarks, nameOf: SongMapLoader['nameOf']): SongWords | undefined {
  if (pointed.kind === 'path') {
    const own = pathSongs[pointed.index]
    if (own === undefined) return undefined
    const { song, reason } = own
    return {
      title: `${pointed.index + 1}. ${song.title}`,
      artists: song.artists.join(', '),
      kind: kindWords(song),
      why: reason ?? placeWords(song),
    }
  }
  const song = nameOf(pointed.song)
  return song && { title: song.title, artists: song.artists.join(', '), kind: kindWords(song), why: placeWords(song) }
}

/** The song space as a map: the songs, the listener's state and goal, and the way of the playlist. */
export const MapPage = ({ playlistId }: { readonly playlistId: string | undefined }) => {
  const { loaded, problem, retry, nameOf, wantNames } = useSongMap()
  const stored = useStoredPlaylist(playlistId)
  const marks = useMapMarks(loaded?.description.projection, stored.playlist)
  const hasState = useStudio((state) => state.vector.stateVector !== undefined)
  const [forward, setForward] = useState<GenreGroupName>()
  const [pointed, setPointed] = useState<Pointed>()
  const field = useRef<MapFieldHandle>(null)

  const point = useCallback(
    (next: Pointed | undefined) => {
      setPointed((before) => (isSame(before, next) ? before : next))
      if (next?.kind === 'song') wantNames([next.song])
    },
    [wantNames],
  )
  const pathLength = marks.pathSongs.length
  useEffect(() => {
    // Who comes to see the way of a playlist is shown all of it first.
    if (loaded !== undefined && pathLength > 0) field.current?.showPath()
    // Only when it appears: a state that moves does not move the map.
  }, [loaded, pathLength])

  const words = pointed && wordsOf(pointed, marks, nameOf)
  return (
    <div className="page">
      <PageHead title="The map of the songs">
        Songs that feel alike lie close together: the pleasant ones to the right, the energetic ones above. Your state, your goal and the
        way between them lie on the same map, and are placed there by your browser alone.
      </PageHead>
      {[problem, stored.problem].map(
        (own) =>
          own !== undefined && (
            <ProblemNote key={own.message} problem={own}>
              {own === problem && (
                <Button size="2" variant="surface" onClick={retry}>
                  Try again
                </Button>
              )}
            </ProblemNote>
          ),
      )}
      <div className={styles.layout}>
        <div className={styles.main}>
          {loaded === undefined ? (
            <div className={styles.fieldFrame}>
              <div className={styles.fieldEmpty} aria-busy={problem === undefined}>
                {problem === undefined && <p className="print">Laying out the songs</p>}
              </div>
            </div>
          ) : (
            <MapField
              ref={field}
              loaded={loaded}
              marks={marks}
              forward={forward}
              pointed={pointed}
              onPoint={point}
              nameOf={nameOf}
              wantNames={wantNames}
              card={words && <SongCard words={words} />}
            />
          )}
          <p className="visually-hidden" role="status">
            {words && `${words.title}, ${words.artists}. ${words.kind}. ${words.why}`}
          </p>
          <Legend forward={forward} onBringForward={setForward} />
        </div>
        <aside className={styles.side} aria-label="On the map">
          <Invitation hasState={hasState} hasPath={pathLength > 0} />
          {pathLength > 0 && (
            <PathList
              songs={marks.pathSongs}
              pointedIndex={pointed?.kind === 'path' ? pointed.index : undefined}
              onPoint={(index) => point(index === undefined ? undefined : { kind: 'path', index })}
              onShow={(index) => {
                const place = marks.pathSongs[index]?.place
                if (place !== undefined) field.current?.showPlace(place)
              }}
            />
          )}
          {loaded !== undefined && (
            <p className={styles.note}>
              {shownWords(loaded.description)} An axis is the share of songs that listeners’ tags would likely call less pleasant, or less
              energetic. The map shows two of 128 directions: what lies close here may still differ in sound and kind, and songs that fit a
              state may lie beyond it.
            </p>
          )}
        </aside>
      </div>
    </div>
  )
}

function isSame(one: Pointed | undefined, other: Pointed | undefined): boolean {
  if (one === undefined || other === undefined) return one === other
  return one.kind === 'path' ? other.kind === 'path' && one.index === other.index : other.kind === 'song' && one.song === other.song
}

const shownWords = ({ songCount, catalogueCount }: { readonly songCount: number; readonly catalogueCount: number }) =>
  songCount === catalogueCount
    ? `${songCount.toLocaleString('en')} songs.`
    : `${songCount.toLocaleString('en')} of ${catalogueCount.toLocaleString('en')} songs.`

const SongCard = ({ words: { title, artists, kind, why } }: { readonly words: SongWords }) => (
  <span className={styles.card}>
    <span className={styles.cardTitle}>{title}</span>
    <span>{artists}</span>
    {kind !== '' && <span className={styles.cardKind}>{kind}</span>}
    <span className={styles.cardWhy}>{why}</span>
  </span>
)

/** What is missing on the map, and where to get it. */
const Invitation = ({ hasState, hasPath }: { readonly hasState: boolean; readonly hasPath: boolean }) => {
  if (hasPath) return null
  return (
    <div className={styles.invitation}>
      <p>
        {hasState
          ? 'Your state and your goal are on the map. Make a playlist, and its way from the one to the other is drawn.'
          : 'You are not on the map yet. Give one input in the studio, a word is enough, and your place appears among the songs.'}
      </p>
      <Link href="/">{hasState ? 'Make a playlist in the studio' : 'Go to the studio'}</Link>
    </div>
  )
}
