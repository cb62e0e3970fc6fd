import { fieldOf, listOf, numberIn, readJson, textIn } from '../read-json'
import type { SourceFile } from '../source-file'

import { artistsIn, lineOf, present, spotifyIdIn } from './song-fields'
import type { FoundSong, SongContext, SongFormat } from './song-format'

const lookedAtBytes = 8192
type Kind = 'library' | 'playlists' | 'history' | 'extendedHistory'

/**
 * Spotify's account data, as the zip that one asks Spotify for or single files of it: YourLibrary.json (saved songs), Playlist1.json ...,
 * StreamingHistory_music_0.json ... (a year, without ids), and the extended history (Streaming_History_Audio_*.json, all years).
 */
export const spotifyAccount: SongFormat = {
  formatName: 'Spotify account data',
  recognises: (file) => kindOf(file) !== undefined,
  read: async (file, context) => {
    const json = await readJson(file, context)
    const kind = kindOf(file)
    if (kind === 'library') readLibrary(json, context)
    else if (kind === 'playlists') readPlaylists(json, context)
    else if (kind === 'history') readHistory(json, context)
    else readExtendedHistory(json, context)
  },
}

function kindOf({ head }: SourceFile): Kind | undefined {
  const text = new TextDecoder().decode(head.subarray(0, lookedAtBytes))
  if (/^\s*\{\s*"tracks"\s*:\s*\[/.test(text)) return 'library'
  if (/^\s*\{\s*"playlists"\s*:\s*\[/.test(text)) return 'playlists'
  if (!/^\s*\[/.test(text)) return undefined
  if (/"master_metadata_track_name"\s*:/.test(text)) return 'extendedHistory'
  return /"trackName"\s*:/.test(text) && /"msPlayed"\s*:/.test(text) ? 'history' : undefined
}

function readLibrary(json: unknown, context: SongContext): void {
  for (const track of listOf(fieldOf(json, 'tracks'))) {
    report(context, { title: track['track'], artist: track['artist'], uri: track['uri'] })
  }
}

function readPlaylists(json: unknown, context: SongContext): void {
  for (const playlist of listOf(fieldOf(json, 'playlists'))) {
    for (const { track } of listOf(playlist['items'])) {
      report(context, { title: fieldOf(track, 'trackName'), artist: fieldOf(track, 'artistName'), uri: fieldOf(track, 'trackUri') })
    }
  }
}

function readHistory(json: unknown, context: SongContext): void {
  for (const play of listOf(json)) {
    report(context, { title: play['trackName'], artist: play['artistName'], playedMs: numberIn(play['msPlayed']) })
  }
}

function readExtendedHistory(json: unknown, context: SongContext): void {
  for (const play of listOf(json)) {
    report(context, {
      title: play['master_metadata_track_name'],
      artist: play['master_metadata_album_artist_name'],
      uri: play['spotify_track_uri'],
      playedMs: numberIn(play['ms_played']),
    })
  }
}

type Entry = { readonly title: unknown; readonly artist: unknown; readonly uri?: unknown; readonly playedMs?: number }

/** Tells the context of a song; of an episode, a video or a file of one's own without a name, that there was something else. */
function report(context: SongContext, { title, artist, uri, playedMs }: Entry): void {
  const songId = spotifyIdIn(textIn(uri))
  const names = { title: lineOf(textIn(title)), artists: artistsIn(textIn(artist)) }
  if (songId === undefined && (names.title === '' || names.artists.length === 0)) return context.onOther()
  const played = playedMs === undefined ? undefined : Math.max(0, Number.isFinite(playedMs) ? playedMs : 0)
  const song: FoundSong = { ...names, artistGenres: [], features: {}, ...present({ songId, playedMs: played }) }
  context.onSong(song)
}
