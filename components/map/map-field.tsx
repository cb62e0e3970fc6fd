'use client'

import { useCallback, useImperativeHandle, useRef, type ReactNode, type RefObject } from 'react'

import { ZoomInIcon, ZoomOutIcon } from '@/components/ui/icons'
import type { MapSong } from '@/lib/contracts/map-api'
import type { MapPoint } from '@/lib/core/songs/map-projection'
import {
  panBy,
  screenOf,
  toScreen,
  viewAround,
  wholeView,
  zoomAt,
  zoomLimits,
  type MapFrame,
  type MapView,
} from '@/lib/core/songs/map-view'
import { gridOnScreen, nearestSong } from '@/lib/core/songs/song-map'

import { drawMap } from './draw-map'
import type { GenreGroupName } from './genre-groups'
import { MapOverlay, type Pointed } from './map-overlay'
import styles from './map.module.css'
import { useMapGestures, type FieldPoint } from './use-map-gestures'
import type { MapMarks } from './use-map-marks'
import { useMapView } from './use-map-view'
import type { LoadedMap } from './use-song-map'
import { useTitledSongs } from './use-titled-songs'

/** What the page can ask of the map. */
export type MapFieldHandle = { showPath(): void; showPlace(place: MapPoint): void }

type MapFieldProps = {
  readonly loaded: LoadedMap
  readonly marks: MapMarks
  readonly forward: GenreGroupName | undefined
  readonly pointed: Pointed | undefined
  onPoint(pointed: Pointed | undefined): void
  readonly nameOf: (song: number) => MapSong | undefined
  readonly wantNames: (songs: readonly number[]) => void
  /** The card of what is pointed at. */
  readonly card: ReactNode
  readonly ref: RefObject<MapFieldHandle | null>
}

/** So far from a pointer a song is still pointed at, in CSS px; the playlist's songs from nearer, because they come first. */
const reach = { mousePx: 12, fingerPx: 26, keyboardPx: 80, pathPx: 15 } as const
const keyPanPx = 90
const keyZoom = 1.5
/** So near at least does the map go to a place that is to be seen. */
const placeZoom = 4

/** The field of the map: songs on a canvas, and over it what has words. */
export const MapField = ({ loaded, marks, forward, pointed, onPoint, nameOf, wantNames, card, ref }: MapFieldProps) => {
  const { description, map } = loaded
  const { bounds } = description
  const field = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const paint = useCallback(
    (view: MapView, frame: MapFrame) => {
      if (field.current !== null && canvas.current !== null) drawMap(field.current, canvas.current, loaded, { view, frame, forward })
    },
    [loaded, forward],
  )
  const { current, frame, show, moveTo, restView } = useMapView(field, bounds, paint)
  const titled = useTitledSongs(restView, loaded, nameOf, wantNames)

  const pathPlaces = marks.path
  const showPath = useCallback(() => {
    const places = [...pathPlaces, ...[marks.you, marks.goal?.place].filter((place) => place !== undefined)]
    moveTo(viewAround(places, frame()))
  }, [pathPlaces, marks.you, marks.goal, moveTo, frame])
  useImperativeHandle(
    ref,
    () => ({ showPath, showPlace: (place) => moveTo({ centre: place, zoom: Math.max(current().zoom, placeZoom) }) }),
    [current, showPath, moveTo],
  )

  const pointAt = useCallback(
    (at: FieldPoint, reachPx: number): Pointed | undefined => {
      const screen = screenOf(current(), frame())
      const distances = marks.pathSongs.map(({ place }) => {
        const { xPx, yPx } = toScreen(screen, place)
        return Math.hypot(xPx - at.xPx, yPx - at.yPx)
      })
      const least = Math.min(...distances)
      if (least <= reach.pathPx) return { kind: 'path', index: distances.indexOf(least) }
      const song = nearestSong(map, gridOnScreen(bounds, screen), at, reachPx)
      return song === undefined ? undefined : { kind: 'song', song }
    },
    [bounds, current, frame, map, marks.pathSongs],
  )
  const onPan = useCallback((by: FieldPoint) => show(panBy(current(), frame(), by)), [current, show, frame])
  const onZoom = useCallback((at: FieldPoint, factor: number) => show(zoomAt(current(), frame(), at, factor)), [current, show, frame])
  const onHover = useCallback(
    (at: FieldPoint | undefined) => onPoint(at === undefined ? undefined : pointAt(at, reach.mousePx)),
    [onPoint, pointAt],
  )
  const onTap = useCallback((at: FieldPoint) => onPoint(pointAt(at, reach.fingerPx)), [onPoint, pointAt])
  const middle = useCallback((): FieldPoint => ({ xPx: frame().widthPx / 2, yPx: frame().heightPx / 2 }), [frame])
  const onKey = useCallback(
    (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === 'Escape') {
        onPoint(undefined)
        return
      }
      const next = viewAfterKey(event.key, current(), frame(), middle())
      if (next === undefined) return
      event.preventDefault()
      show(next)
      onPoint(pointAt(middle(), reach.keyboardPx))
    },
    [current, show, frame, middle, onPoint, pointAt],
  )
  useMapGestures(field, { onPan, onZoom, onHover, onTap, onKey })
  const zoomBy = (factor: number) => moveTo(zoomAt(current(), frame(), middle(), factor))

  return (
    <div className={styles.fieldFrame}>
      <div
        ref={field}
        className={styles.field}
        role="application"
        tabIndex={0}
        aria-label={`Map of ${description.songCount.toLocaleString('en')} songs, from unpleasant on the left to pleasant on the right, from calm below to energetic above`}
        aria-describedby="map-keys"
      >
        <canvas ref={canvas} className={styles.songs} />
        <MapOverlay
          loaded={loaded}
          marks={marks}
          pointed={pointed}
          card={card}
          titled={titled}
          restView={restView}
          shown={{ view: current(), frame: frame() }}
        />
        <span className={`${styles.axisX} print`} aria-hidden="true">
          <span>Unpleasant</span>
          <span>Pleasant</span>
        </span>
        <span className={`${styles.axisY} print`} aria-hidden="true">
          <span>Calm</span>
          <span>Energetic</span>
        </span>
      </div>
      <div className={styles.zoomButtons} role="group" aria-label="Zoom">
        <button
          type="button"
          onClick={() => zoomBy(2)}
          disabled={restView !== undefined && restView.view.zoom >= zoomLimits.max}
          title="Zoom in"
        >
          <ZoomInIcon />
          <span className="visually-hidden">Zoom in</span>
        </button>
        <button
          type="button"
          onClick={() => zoomBy(1 / 2)}
          disabled={restView !== undefined && restView.view.zoom <= zoomLimits.min}
          title="Zoom out"
        >
          <ZoomOutIcon />
          <span className="visually-hidden">Zoom out</span>
        </button>
      </div>
      <div className={styles.viewButtons}>
        <button type="button" onClick={() => moveTo(wholeView(bounds))}>
          Whole map
        </button>
        {(marks.you !== undefined || pathPlaces.length > 0) && (
          <button type="button" onClick={showPath}>
            {pathPlaces.length > 0 ? 'The way' : 'You'}
          </button>
        )}
      </div>
      <p id="map-keys" className="visually-hidden">
        Arrow keys move the map, plus and minus zoom, Home shows all of it. The song nearest to the middle is read out.
      </p>
    </div>
  )
}

const keyPans: Readonly<Record<string, FieldPoint>> = {
  ArrowLeft: { xPx: keyPanPx, yPx: 0 },
  ArrowRight: { xPx: -keyPanPx, yPx: 0 },
  ArrowUp: { xPx: 0, yPx: keyPanPx },
  ArrowDown: { xPx: 0, yPx: -keyPanPx },
}

/** Returns the view that a key leads to, or undefined where the key is none of the map's. */
function viewAfterKey(key: string, view: MapView, frame: MapFrame, middle: FieldPoint): MapView | undefined {
  const pan = keyPans[key]
  if (pan !== undefined) return panBy(view, frame, pan)
  if (key === '+' || key === '=') return zoomAt(view, frame, middle, keyZoom)
  if (key === '-') return zoomAt(view, frame, middle, 1 / keyZoom)
  return key === 'Home' || key === '0' ? wholeView(frame.bounds) : undefined
}
