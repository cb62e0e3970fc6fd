'use client'

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'

import type { MapDescription, MapSong } from '@/lib/contracts/map-api'
import { songsPerTile, type SongMap } from '@/lib/core/songs/song-map'
import { createMapClient } from '@/lib/stores/map-client'
import type { Problem } from '@/lib/stores/studio-state'
import { toProblem } from '@/lib/stores/to-problem'

/** The map as it came from the server. */
export type LoadedMap = { readonly description: MapDescription; readonly map: SongMap }

/** The map of the songs, and their names as they are asked for. */
export type SongMapLoader = {
  readonly loaded?: LoadedMap
  readonly problem?: Problem
  readonly retry: () => void
  /** A song's name, once its tile is there. */
  readonly nameOf: (song: number) => MapSong | undefined
  /** Asks for the names of songs; of wishes that come while one is answered, the last counts. */
  readonly wantNames: (songs: readonly number[]) => void
}

const tileOf = (song: number) => Math.floor(song / songsPerTile)

/** Loads the map once, and names tile by tile, one request at a time. */
export function useSongMap(): SongMapLoader {
  const client = useMemo(() => createMapClient((address, init) => fetch(address, init)), [])
  const [loaded, setLoaded] = useState<LoadedMap>()
  const [problem, setProblem] = useState<Problem>()
  const [tiles, setTiles] = useState<ReadonlyMap<number, readonly MapSong[]>>(new Map())
  const wanted = useRef<readonly number[]>([])
  const known = useRef(new Set<number>())
  const isAsking = useRef(false)

  const load = useCallback(async () => {
    setProblem(undefined)
    try {
      const description = await client.describe()
      setLoaded({ description, map: await client.songs(description) })
    } catch (error) {
      setProblem(toProblem(error))
    }
  }, [client])
  useEffect(() => {
    void load()
  }, [load])

  const mapId = loaded?.description.mapId
  const wantNames = useCallback(
    (songs: readonly number[]) => {
      wanted.current = [...new Set(songs.map(tileOf))]
      if (isAsking.current || mapId === undefined) return
      const askNext = async () => {
        for (;;) {
          const tile = wanted.current.find((own) => !known.current.has(own))
          if (tile === undefined) return
          const { songs: named } = await client.tile(mapId, tile)
          known.current.add(tile)
          setTiles((before) => new Map(before).set(tile, named))
        }
      }
      isAsking.current = true
      void askNext()
        .catch((error: unknown) => setProblem(toProblem(error)))
        .finally(() => {
          isAsking.current = false
        })
    },
    [client, mapId],
  )
  const nameOf = useCallback((song: number) => tiles.get(tileOf(song))?.[song % songsPerTile], [tiles])
  return {
    ...(loaded === undefined ? {} : { loaded }),
    ...(problem === undefined ? {} : { problem }),
    retry: () => void load(),
    nameOf,
    wantNames,
  }
}
