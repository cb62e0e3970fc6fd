import type { ReactNode } from 'react'

import type { MapPoint } from '@/lib/core/songs/map-projection'
import { labelsWithoutOverlap, screenOf, toScreen, type MapFrame, type MapScreen, type MapView } from '@/lib/core/songs/map-view'
import { songPlace } from '@/lib/core/songs/song-map'

import { label } from './label'
import { goalMarkWords, moodOrder } from './map-words'
import styles from './map.module.css'
import type { MapMarks } from './use-map-marks'
import type { RestView } from './use-map-view'
import type { LoadedMap } from './use-song-map'
import type { useTitledSongs } from './use-titled-songs'

/** What the card on the map speaks of: a song of the catalogue, or one of the playlist by its place in it. */
export type Pointed = { readonly kind: 'song'; readonly song: number } | { readonly kind: 'path'; readonly index: number }

type MapOverlayProps = {
  readonly loaded: LoadedMap
  readonly marks: MapMarks
  readonly pointed: Pointed | undefined
  /** The card of what is pointed at. */
  readonly card: ReactNode
  readonly titled: ReturnType<typeof useTitledSongs>
  readonly restView: RestView | undefined
  /** What is shown at this moment, for the side of the card. */
  readonly shown: { readonly view: MapView; readonly frame: MapFrame }
}

/** What lies over the songs and has words: moods, titles, the way, the listener and the goal, and the card. The list beside the map says it aloud. */
export const MapOverlay = ({ loaded, marks, pointed, card, titled, restView, shown }: MapOverlayProps) => {
  const pathPlaces = marks.path
  const screen = restView && screenOf(restView.view, restView.frame)
  const isMark = (place: MapPoint) => place === marks.you || place === marks.goal?.place
  const moodLabels = screen === undefined ? [] : labelsOf(loaded.description.moods, marks, screen).filter(({ place }) => !isMark(place))
  const isOneMark = marks.goal?.goal === 'match'
  const pointedPlace = pointed && placeOf(pointed, marks, loaded)
  const pointedOnScreen = pointedPlace && toScreen(screenOf(shown.view, shown.frame), pointedPlace)
  return (
    <div className={styles.overlay} aria-hidden="true">
      {moodLabels.map(({ words, place }) => (
        <span key={words} className={styles.moodLabel} style={at(place)}>
          <span>{words}</span>
        </span>
      ))}
      {titled.map(({ song, name, place }) => (
        <span key={song} className={styles.songTitle} style={at(place)}>
          <span>{name.title}</span>
        </span>
      ))}
      {pathPlaces.length > 1 && (
        <svg className={styles.path} data-part="path">
          <polyline points={pathPlaces.map(({ x, y }) => `${x},${y}`).join(' ')} vectorEffect="non-scaling-stroke" />
        </svg>
      )}
      {marks.pathSongs.map(({ song, place }, index) => (
        <span
          key={song.songId}
          className={styles.pathSong}
          style={at(place)}
          data-part="path-song"
          data-pointed={pointed?.kind === 'path' && pointed.index === index}
        >
          <span className="numbers">{index + 1}</span>
        </span>
      ))}
      {marks.goal !== undefined && !isOneMark && (
        <span className={styles.goalMark} style={at(marks.goal.place)} data-part="goal">
          <span>{goalMarkWords[marks.goal.goal]}</span>
        </span>
      )}
      {marks.you !== undefined && (
        <span className={styles.youMark} style={at(marks.you)} data-part="you">
          <span>{isOneMark ? goalMarkWords.match : 'You'}</span>
        </span>
      )}
      {pointedPlace !== undefined && pointed?.kind === 'song' && <span className={styles.ring} style={at(pointedPlace)} />}
      {pointedPlace !== undefined && pointedOnScreen !== undefined && (
        <span
          className={styles.cardPlace}
          style={at(pointedPlace)}
          data-side={pointedOnScreen.xPx > shown.frame.widthPx / 2 ? 'left' : 'right'}
          data-height={pointedOnScreen.yPx > shown.frame.heightPx / 2 ? 'above' : 'below'}
        >
          <span>{card}</span>
        </span>
      )}
    </div>
  )
}

/** A place of the map, for the style sheet to put something there. */
const at = ({ x, y }: MapPoint) => ({ '--x': x.toFixed(5), '--y': y.toFixed(5) })

/** The words of the map that can be read: the marks of the listener first, then the moods as far as there is room. */
function labelsOf(moods: LoadedMap['description']['moods'], { you, goal }: MapMarks, screen: MapScreen) {
  const labelAt = (words: string, place: MapPoint) => ({
    words,
    place,
    ...toScreen(screen, place),
    widthPx: words.length * label.letterPx + label.airPx,
  })
  return labelsWithoutOverlap(
    [
      ...(you === undefined ? [] : [labelAt('You', you)]),
      ...(goal === undefined || goal.goal === 'match' ? [] : [labelAt(goalMarkWords[goal.goal], goal.place)]),
      ...moodOrder.flatMap((mood) => moods.filter((own) => own.mood === mood).map(({ place }) => labelAt(mood, place))),
    ],
    label.heightPx,
  )
}

function placeOf(pointed: Pointed, marks: MapMarks, { map }: LoadedMap): MapPoint | undefined {
  return pointed.kind === 'path' ? marks.pathSongs[pointed.index]?.place : songPlace(map, pointed.song)
}
