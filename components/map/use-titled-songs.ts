'use client'

import { useEffect } from 'react'

import type { MapSong } from '@/lib/contracts/map-api'
import { labelsWithoutOverlap, screenOf, toScreen } from '@/lib/core/songs/map-view'
import { gridOnScreen, songPlace, songsInView } from '@/lib/core/songs/song-map'

import { label } from './label'
import type { RestView } from './use-map-view'
import type { LoadedMap } from './use-song-map'

/** From so few songs in view on their titles are shown beside them, and so many of them at most. */
const titledLimit = 90
const titlesPerField = 14

/** The songs whose titles are shown beside them: where few are in view, as many as do not touch. */
export function useTitledSongs(
  restView: RestView | undefined,
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
