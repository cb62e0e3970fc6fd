'use client'

import { useCallback, useEffect, useImperativeHandle, useRef, useState, type ReactNode, type RefObject } from 'react'

import { ZoomInIcon, ZoomOutIcon } from '@/components/ui/icons'
import type { MapSong } from '@/lib/contracts/map-api'
import type { MapPoint } from '@/lib/core/songs/map-projection'
import {
  labelsWithoutOverlap,
  panBy,
  screenOf,
  toScreen,
  viewAround,
  viewBetween,
  wholeView,
  zoomAt,
  zoomLimits,
  type MapFrame,
  type MapScreen,
  type MapView,
} from '@/lib/core/songs/map-view'
import { paintSongs } from '@/lib/core/songs/paint-songs'
import { gridOnScreen, nearestSong, songPlace, songsInView } from '@/lib/core/songs/song-map'

import { familyPaint, pixelOf, type GenreGroupName } from './genre-groups'
import { goalMarkWords, moodOrder } from './map-words'
import styles from './map.module.css'
import type { MapMarks } from './use-map-marks'
import { useMapGestures, type FieldPoint } from './use-map-gestures'
import type { LoadedMap } from './use-song-map'

/** What the card on the map speaks of: a song of the catalogue, or one of the playlist by its place in it. */
export type Pointed = { readonly kind: 'song'; readonly song: number } | { readonly kind: 'path'; readonly index: number }

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

/** --glass, in both themes. */
const background = pixelOf('#070b09')
/** More pixels than this gain nothing that an eye sees of dots, and cost time. */
const pixelLimit = 1_600_000
const pixelRatioLimit = 2
/** A song's dot at zoom 1, in CSS px, and how it grows with the zoom. */
const dot = { sizePx: 1.5, growth: 0.45 } as const
/** So much of the whole map do the songs cover together, at any zoom, within what one song may. */
const cover = { share: 0.14, least: 70, most: 235 } as const
const reach = { mousePx: 12, fingerPx: 26, keyboardPx: 80, pathPx: 15 } as const
/** From so few songs on their titles are shown beside them. */
const titledLimit = 90
const titlesPerField = 14
const restMs = 160
const moveMs = 350
const keyPanPx = 90
const keyZoom = 1.5
/** Widths of labels, for keeping them apart: what a letter takes on average, and the air around a label. */
const label = { letterPx: 7, airPx: 16, heightPx: 28 } as const

/** The field of the map: songs on a canvas, and over it what has words, kept in place by four variables of the style sheet. */
export const MapField = ({ loaded, marks, forward, pointed, onPoint, nameOf, wantNames, card, ref }: MapFieldProps) => {
  const { description, map } = loaded
  const { bounds } = description
  const field = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const view = useRef<MapView>(wholeView(bounds))
  const size = useRef({ widthPx: 0, heightPx: 0 })
  const drawing = useRef(0)
  const moving = useRef(0)
  const [restView, setRestView] = useState<{ readonly view: MapView; readonly frame: MapFrame }>()

  const frameOf = useCallback((): MapFrame => ({ ...size.current, bounds }), [bounds])

  const paint = useCallback(() => {
    drawing.current = 0
    const { widthPx, heightPx } = size.current
    const context = canvas.current?.getContext('2d', { alpha: false })
    if (widthPx === 0 || heightPx === 0 || field.current === null || canvas.current === null || context === null || context === undefined)
      return
    const screen = screenOf(view.current, frameOf())
    for (const [name, value] of [
      ['--origin-x', screen.originXPx],
      ['--unit-x', screen.pxPerUnitX],
      ['--origin-y', screen.originYPx],
      ['--unit-y', screen.pxPerUnitY],
    ] as const) {
      field.current.style.setProperty(name, value.toFixed(3))
    }
    const ratio = Math.min(window.devicePixelRatio, pixelRatioLimit, Math.sqrt(pixelLimit / (widthPx * heightPx)))
    const [width, height] = [Math.round(widthPx * ratio), Math.round(heightPx * ratio)]
    if (canvas.current.width !== width || canvas.current.height !== height) {
      canvas.current.width = width
      canvas.current.height = height
    }
    const grid = gridOnScreen(bounds, screen)
    const { zoom } = view.current
    const dotPx = dot.sizePx * zoom ** dot.growth
    const covered = (map.songCount * dotPx * dotPx) / (widthPx * heightPx * zoom * zoom)
    const strength = Math.round(Math.min(cover.most, Math.max(cover.least, (255 * cover.share) / covered)))
    const image = context.createImageData(width, height)
    paintSongs(
      map,
      { originX: grid.originX * ratio, stepX: grid.stepX * ratio, originY: grid.originY * ratio, stepY: grid.stepY * ratio },
      { pixels: new Uint32Array(image.data.buffer), widthPx: width, heightPx: height },
      { ...familyPaint(description.genreFamilies, strength, forward), background, dotPx: dotPx * ratio },
    )
    context.putImageData(image, 0, 0)
  }, [bounds, description.genreFamilies, forward, frameOf, map])

  const draw = useCallback(() => {
    if (drawing.current === 0) drawing.current = requestAnimationFrame(paint)
  }, [paint])

  const resting = useRef(0)
  const show = useCallback(
    (next: MapView) => {
      view.current = next
      draw()
      window.clearTimeout(resting.current)
      resting.current = window.setTimeout(() => setRestView({ view: next, frame: frameOf() }), restMs)
    },
    [draw, frameOf],
  )
  const moveTo = useCallback(
    (to: MapView) => {
      cancelAnimationFrame(moving.current)
      if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) {
        show(to)
        return
      }
      const from = view.current
      const startedAtMs = performance.now()
      const step = (nowMs: number) => {
        const share = Math.min(1, Math.max(0, (nowMs - startedAtMs) / moveMs))
        // Slows down towards its end.
        show(viewBetween(from, to, 1 - (1 - share) ** 3))
        if (share < 1) moving.current = requestAnimationFrame(step)
      }
      moving.current = requestAnimationFrame(step)
    },
    [show],
  )
  const byHand = useCallback(
    (next: MapView) => {
      cancelAnimationFrame(moving.current)
      show(next)
    },
    [show],
  )

  // A new size or another colour is a new picture.
  useEffect(() => {
    draw()
    return () => {
      cancelAnimationFrame(drawing.current)
      drawing.current = 0
    }
  }, [draw])
  useEffect(() => {
    const element = field.current
    if (element === null) return
    const observer = new ResizeObserver(() => {
      size.current = { widthPx: element.clientWidth, heightPx: element.clientHeight }
      show(view.current)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [show])
  useEffect(
    () => () => {
      cancelAnimationFrame(moving.current)
      window.clearTimeout(resting.current)
    },
    [],
  )

  const pathPlaces = marks.path
  const showPath = useCallback(() => {
    const places = [...pathPlaces, ...[marks.you, marks.goal?.place].filter((place) => place !== undefined)]
    moveTo(viewAround(places, frameOf()))
  }, [pathPlaces, marks.you, marks.goal, moveTo, frameOf])
  useImperativeHandle(ref, () => ({ showPath, showPlace: (place) => moveTo({ centre: place, zoom: Math.max(view.current.zoom, 4) }) }), [
    showPath,
    moveTo,
  ])

  const pointAt = useCallback(
    (at: FieldPoint, reachPx: number): Pointed | undefined => {
      const screen = screenOf(view.current, frameOf())
      const distances = marks.pathSongs.map(({ place }) => {
        const { xPx, yPx } = toScreen(screen, place)
        return Math.hypot(xPx - at.xPx, yPx - at.yPx)
      })
      const least = Math.min(...distances)
      if (least <= reach.pathPx) return { kind: 'path', index: distances.indexOf(least) }
      const song = nearestSong(map, gridOnScreen(bounds, screen), at, reachPx)
      return song === undefined ? undefined : { kind: 'song', song }
    },
    [bounds, frameOf, map, marks.pathSongs],
  )
  const onPan = useCallback((by: FieldPoint) => byHand(panBy(view.current, frameOf(), by)), [byHand, frameOf])
  const onZoom = useCallback((at: FieldPoint, factor: number) => byHand(zoomAt(view.current, frameOf(), at, factor)), [byHand, frameOf])
  const onHover = useCallback(
    (at: FieldPoint | undefined) => onPoint(at === undefined ? undefined : pointAt(at, reach.mousePx)),
    [onPoint, pointAt],
  )
  const onTap = useCallback((at: FieldPoint) => onPoint(pointAt(at, reach.fingerPx)), [onPoint, pointAt])
  const middle = useCallback((): FieldPoint => ({ xPx: size.current.widthPx / 2, yPx: size.current.heightPx / 2 }), [])
  const onKey = useCallback(
    (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === 'Escape') {
        onPoint(undefined)
        return
      }
      const next = viewAfterKey(event.key, view.current, frameOf(), middle())
      if (next === undefined) return
      event.preventDefault()
      byHand(next)
      onPoint(pointAt(middle(), reach.keyboardPx))
    },
    [byHand, frameOf, middle, onPoint, pointAt],
  )
  useMapGestures(field, { onPan, onZoom, onHover, onTap, onKey })
  const zoomBy = (factor: number) => moveTo(zoomAt(view.current, frameOf(), middle(), factor))

  const titled = useTitledSongs(restView, loaded, nameOf, wantNames)
  const screen = restView && screenOf(restView.view, restView.frame)
  const isMark = (place: MapPoint) => place === marks.you || place === marks.goal?.place
  const moodLabels = screen === undefined ? [] : labelsOf(description.moods, marks, screen).filter(({ place }) => !isMark(place))
  const isOneMark = marks.goal?.goal === 'match'
  const pointedPlace = pointed && placeOf(pointed, marks, loaded)
  const pointedOnScreen = pointedPlace && toScreen(screenOf(view.current, frameOf()), pointedPlace)

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
              data-side={pointedOnScreen.xPx > size.current.widthPx / 2 ? 'left' : 'right'}
              data-height={pointedOnScreen.yPx > size.current.heightPx / 2 ? 'above' : 'below'}
            >
              <span>{card}</span>
            </span>
          )}
        </div>
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

/** The songs whose titles are shown beside them: where few are in view, as many as do not touch. */
function useTitledSongs(
  restView: { readonly view: MapView; readonly frame: MapFrame } | undefined,
  { map, description: { bounds } }: LoadedMap,
  nameOf: (song: number) => MapSong | undefined,
  wantNames: (songs: readonly number[]) => void,
) {
  const screen = restView && screenOf(restView.view, restView.frame)
  const inView =
    restView === undefined || screen === undefined ? undefined : songsInView(map, gridOnScreen(bounds, screen), restView.frame, titledLimit)
  const wanted = inView?.join()
  useEffect(() => {
    if (wanted !== undefined && wanted !== '') wantNames(wanted.split(',').map(Number))
  }, [wanted, wantNames])
  if (screen === undefined) return []
  const named = (inView ?? []).flatMap((song) => {
    const name = nameOf(song)
    if (name === undefined) return []
    const place = songPlace(map, song)
    return [{ song, name, place, ...toScreen(screen, place), widthPx: 2 * (name.title.length * label.letterPx + label.airPx) }]
  })
  return labelsWithoutOverlap(named, label.heightPx).slice(0, titlesPerField)
}
