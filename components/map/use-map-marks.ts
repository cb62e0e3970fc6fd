'use client'

import { useEffect, useMemo, useState } from 'react'

import { readSongVector } from '@/components/playlist/read-song-vector'
import { reasonFor } from '@/components/playlist/reason-for'
import { useStudio } from '@/components/studio/studio-context'
import type { Playlist } from '@/lib/contracts/playlist-api'
import { placeOnMap, type MapPoint, type MapProjection } from '@/lib/core/songs/map-projection'
import type { Song } from '@/lib/core/songs/song'
import type { Goal } from '@/lib/core/state/user-state'
import { createPlaylistClient } from '@/lib/stores/playlist-client'
import type { Problem } from '@/lib/stores/studio-state'
import { toProblem } from '@/lib/stores/to-problem'

/** A song of the playlist where it lies on the map. */
export type PathSong = { readonly song: Song; readonly place: MapPoint; readonly reason?: string }

/** What of the listener's own is on the map. All of it is worked out in the browser: no vector of a state leaves it for this. */
export type MapMarks = {
  readonly you?: MapPoint
  readonly goal?: { readonly goal: Goal; readonly place: MapPoint }
  readonly pathSongs: readonly PathSong[]
  /** From the state to the goal that the playlist was made for, through its songs. */
  readonly path: readonly MapPoint[]
}

/** A playlist that was made before, by its id; undefined for none, and while it is read. */
export function useStoredPlaylist(playlistId: string | undefined): { readonly playlist?: Playlist; readonly problem?: Problem } {
  const client = useMemo(() => createPlaylistClient((address, init) => fetch(address, init)), [])
  const [read, setRead] = useState<{ readonly playlist?: Playlist; readonly problem?: Problem }>({})
  useEffect(() => {
    if (playlistId === undefined) return
    let isCurrent = true
    client.read(playlistId).then(
      (playlist) => isCurrent && setRead({ playlist }),
      (error: unknown) => isCurrent && setRead({ problem: toProblem(error) }),
    )
    return () => {
      isCurrent = false
    }
  }, [client, playlistId])
  return read
}

/** Places the state, the goal and the playlist on the map: the one that was asked for, else the studio's. */
export function useMapMarks(projection: MapProjection | undefined, storedPlaylist: Playlist | undefined): MapMarks {
  const vector = useStudio((state) => state.vector)
  const goal = useStudio((state) => state.goal)
  const { playlist: ownPlaylist, madeFor } = useStudio((state) => state.playlist)
  return useMemo(() => {
    if (projection === undefined) return { pathSongs: [], path: [] }
    const place = (of: ArrayLike<number>) => placeOnMap(projection, of)
    const playlist = storedPlaylist ?? ownPlaylist
    const ownMadeFor = storedPlaylist === undefined || storedPlaylist.playlistId === ownPlaylist?.playlistId ? madeFor : undefined
    const pathSongs = (playlist?.songs ?? []).flatMap((entry): readonly PathSong[] => {
      if (entry.vector === undefined) return []
      const reason = ownMadeFor && reasonFor(entry, ownMadeFor, playlist?.wishes.cadenceSpm)
      return [{ song: entry.song, place: place(readSongVector(entry.vector)), ...(reason === undefined ? {} : { reason }) }]
    })
    const between = pathSongs.map((own) => own.place)
    return {
      pathSongs,
      path: ownMadeFor === undefined ? between : [place(ownMadeFor.stateVector), ...between, place(ownMadeFor.goalVector)],
      ...(vector.stateVector === undefined ? {} : { you: place(vector.stateVector) }),
      ...(vector.goalVector === undefined ? {} : { goal: { goal, place: place(vector.goalVector) } }),
    }
  }, [projection, storedPlaylist, ownPlaylist, madeFor, vector, goal])
}
