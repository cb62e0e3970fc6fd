import { strToU8 } from 'fflate'

import { createRandom } from './random.mjs'
import { zipTexts } from './zip-texts.mjs'

const songCount = 36
const adjectives = ['Amber', 'Hollow', 'Quiet', 'Electric', 'Northern', 'Paper', 'Velvet', 'Second', 'Silver']
const nouns = ['Harbour', 'Window', 'Summer', 'Ghost', 'Engine', 'Garden', 'Signal', 'River', 'Letter', 'Winter', 'Avenue']
const artists = [
  'Marlo Quint',
  'The Paper Lanterns',
  'Ida Vesterholt',
  'Brass, Rain & Thunder',
  'Tomás Ferreira',
  'Öland',
  'Nine Small Hours',
  'DJ Kastell',
  '夜の灯台',
  'Sol & Salt',
  'Wren Okafor',
  'The Long Weekend',
  'Lumi',
  'Count to Four',
  'Anton Grau',
  'Bell Orchard',
  'Night Ferry',
  'Ruth Adeyemi',
]
const genres = ['indie pop', 'deep house', 'folk', 'neo soul', 'post-rock', 'jazz', 'synthpop']
const base62 = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** Songs that nobody made, with audio features that nobody measured; no artist has more than two. */
function makeSongs() {
  const { uniform: random } = createRandom(41)
  const share = () => Number((0.02 + 0.96 * random()).toFixed(3))
  const idOf = () => Array.from({ length: 22 }, (_, place) => base62[Math.floor(random() * (place === 0 ? 7 : 62))]).join('')
  return Array.from({ length: songCount }, (_, number) => {
    const title = `${adjectives[number % adjectives.length]} ${nouns[number % nouns.length]}`
    const artist = artists[number % artists.length]
    const guests = number % 7 === 2 ? [artists[(number + 6) % artists.length]] : []
    return {
      id: idOf(),
      title: number % 12 === 5 ? `${title}, "Part ${1 + (number % 3)}"` : title,
      artists: [artist, ...guests],
      album: `${nouns[(number + 3) % nouns.length]} Songs`,
      releaseDate: `${1990 + (number % 36)}-0${1 + (number % 9)}-1${number % 9}`,
      durationMs: 130_000 + Math.floor(random() * 170_000),
      popularity: Math.floor(random() * 90),
      isExplicit: number % 9 === 4,
      genres: [genres[number % genres.length], genres[(number * 3 + 1) % genres.length]].filter(
        (genre, at, all) => all.indexOf(genre) === at,
      ),
      features: {
        danceability: share(),
        energy: share(),
        key: Math.floor(random() * 12),
        loudness: Number((-22 + 18 * random()).toFixed(3)),
        mode: random() < 0.6 ? 1 : 0,
        speechiness: share(),
        acousticness: share(),
        instrumentalness: share(),
        liveness: share(),
        valence: share(),
        tempo: Number((70 + 100 * random()).toFixed(3)),
        timeSignature: 4,
      },
    }
  })
}

const quoted = (text) => `"${text.replaceAll('"', '""')}"`
const cell = (value) => (/[",\n]/.test(String(value)) ? quoted(String(value)) : String(value))
const row = (cells) => `${cells.map(cell).join(',')}\n`
const json = (value) => `${JSON.stringify(value, null, 2)}\n`
const uriOf = ({ id }) => `spotify:track:${id}`
const addedAt = '2026-03-14T10:00:00Z'

/** The same made-up songs in each export that is read, by path. */
export function makeSongExports() {
  const songs = makeSongs()
  const account = makeSpotifyAccount(songs)
  const files = new Map()
  files.set('exportify-2025/Liked_Songs.csv', makeExportify2025(songs))
  files.set('exportify-2024/playlist.csv', makeExportify2024(songs))
  files.set('exportify-app/liked.csv', makeExportifyApp(songs))
  files.set('tunemymusic/My Spotify Library.csv', makeTuneMyMusic(songs))
  for (const [name, text] of Object.entries(account)) files.set(`spotify-account/${name}`, text)
  files.set(
    'spotify-account-zip/my_spotify_data.zip',
    zipTexts(withFolder('Spotify Account Data', { ...account, 'Userdata.json': '{"email":"nobody@example.org"}' })),
  )
  files.set('spotify-extended/Streaming_History_Audio_2025.json', makeExtendedHistory(songs))
  files.set('m3u8/mix.m3u8', makeM3u8(songs))
  files.set('links/links.txt', songs.map(({ id }) => `https://open.spotify.com/track/${id}\r\n`).join(''))
  files.set('plain-table/songs.csv', makePlainTable(songs))
  files.set('bad/no-songs.csv', 'city;inhabitants\nOslo;717710\nBergen;291940\nTrondheim;214565\n')
  files.set('bad/no-export.json', '{ "friends": [{ "name": "nobody" }] }\n')
  files.set('bad/cut.zip', zipTexts(withFolder('Spotify Account Data', account)).subarray(0, 900))
  files.set('bad/empty.csv', strToU8(''))
  return files
}

const withFolder = (folder, texts) => Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${folder}/${name}`, text]))

function makeExportify2025(songs) {
  const header =
    'Track URI,Track Name,Album Name,Artist Name(s),Release Date,Duration (ms),Popularity,Explicit,Added By,Added At,Genres,Record Label,Danceability,Energy,Key,Loudness,Mode,Speechiness,Acousticness,Instrumentalness,Liveness,Valence,Tempo,Time Signature\n'
  const rows = songs.map((song) =>
    row([
      uriOf(song),
      song.title,
      song.album,
      song.artists.join(';'),
      song.releaseDate,
      song.durationMs,
      song.popularity,
      song.isExplicit,
      '',
      addedAt,
      song.genres.join(','),
      'No Label, Ltd',
      ...Object.values(song.features),
    ]),
  )
  return `\uFEFF${header}${rows.join('')}`
}

function makeExportify2024(songs) {
  const header =
    'Track ID,Track Name,Album Name,Artist Name(s),Release Date,Duration (ms),Popularity,Added By,Added At,Genres,Record Label,\t\t\t\tDanceability,Energy,Key,Loudness,Mode,Speechiness,Acousticness,Instrumentalness,Liveness,Valence,Tempo,Time Signature\n'
  const rows = songs.map((song) =>
    row([
      song.id,
      song.title,
      song.album,
      song.artists.join(','),
      song.releaseDate,
      song.durationMs,
      song.popularity,
      'nobody',
      addedAt,
      song.genres.join(','),
      'No Label, Ltd',
      ...Object.values(song.features),
    ]),
  )
  return `${header}${rows.join('')}`
}

function makeExportifyApp(songs) {
  const line = (cells) => `${cells.map((value) => quoted(String(value))).join(',')}\n`
  const header = [
    'Track URI',
    'Track Name',
    'Artist URI(s)',
    'Artist Name(s)',
    'Album URI',
    'Album Name',
    'Album Artist URI(s)',
    'Album Artist Name(s)',
    'Album Release Date',
    'Album Image URL',
    'Disc Number',
    'Track Number',
    'Track Duration (ms)',
    'Track Preview URL',
    'Explicit',
    'Popularity',
    'ISRC',
    'Added By',
    'Added At',
  ]
  const rows = songs.map((song) => {
    const artistUris = song.artists.map((_, place) => `spotify:artist:${song.id.slice(0, 21)}${place}`).join(', ')
    return line([
      uriOf(song),
      song.title,
      artistUris,
      song.artists.join(', '),
      `spotify:album:${song.id}`,
      song.album,
      artistUris,
      song.artists[0],
      song.releaseDate,
      '',
      1,
      1,
      song.durationMs,
      '',
      song.isExplicit,
      song.popularity,
      '',
      '',
      addedAt,
    ])
  })
  return `${line(header)}${rows.join('')}`
}

function makeTuneMyMusic(songs) {
  const rows = songs.map((song, number) =>
    row([
      song.title,
      song.artists[0],
      song.album,
      number % 2 === 0 ? 'Favorite Songs' : 'Evenings',
      number % 2 === 0 ? 'Favorite' : 'Playlist',
      '',
      song.id,
    ]),
  )
  return `Track name,Artist name,Album,Playlist name,Type,ISRC,Spotify - id\n${rows.join('')}${row(['', 'Lumi', '', 'Favorite artists', 'Artist', '', ''])}`
}

function makeSpotifyAccount(songs) {
  const half = songs.length / 2
  const tracks = songs.slice(0, half).map((song) => ({ artist: song.artists[0], album: song.album, track: song.title, uri: uriOf(song) }))
  const items = songs.slice(half - 2).map((song) => ({
    track: { trackName: song.title, artistName: song.artists[0], albumName: song.album, trackUri: uriOf(song) },
    episode: null,
    audiobook: null,
    localTrack: null,
    addedDate: '2026-03-14',
  }))
  const episode = {
    track: null,
    episode: { episodeName: 'A talk', showName: 'Talks' },
    audiobook: null,
    localTrack: null,
    addedDate: '2026-03-14',
  }
  const plays = songs.flatMap((song, number) => [
    { endTime: '2026-03-14 10:00', artistName: song.artists[0], trackName: song.title, msPlayed: 20_000 },
    { endTime: '2026-03-15 10:00', artistName: song.artists[0], trackName: song.title, msPlayed: number % 2 === 0 ? 15_000 : 0 },
  ])
  const passedOver = { endTime: '2026-03-16 10:00', artistName: 'Nobody Stays', trackName: 'Passed Over', msPlayed: 4_000 }
  return {
    'YourLibrary.json': json({ tracks, albums: [], shows: [], episodes: [], bannedTracks: [], artists: [], bannedArtists: [], other: [] }),
    'Playlist1.json': json({
      playlists: [
        { name: 'Evenings', lastModifiedDate: '2026-03-14', items: [...items, episode], description: null, numberOfFollowers: 0 },
      ],
    }),
    'StreamingHistory_music_0.json': json([...plays, passedOver]),
  }
}

function makeExtendedHistory(songs) {
  const plays = songs.flatMap((song, number) =>
    [25_000, 9_000 + number].map((playedMs, time) => ({
      ts: `2025-03-1${time}T10:00:00Z`,
      platform: 'linux',
      ms_played: playedMs,
      conn_country: 'ZZ',
      ip_addr: '0.0.0.0',
      master_metadata_track_name: song.title,
      master_metadata_album_artist_name: song.artists[0],
      master_metadata_album_album_name: song.album,
      spotify_track_uri: uriOf(song),
      episode_name: null,
      episode_show_name: null,
      spotify_episode_uri: null,
      skipped: false,
    })),
  )
  const episode = {
    ts: '2025-03-12T10:00:00Z',
    ms_played: 900_000,
    master_metadata_track_name: null,
    master_metadata_album_artist_name: null,
    spotify_track_uri: null,
    episode_name: 'A talk',
  }
  return json([...plays, episode])
}

function makeM3u8(songs) {
  const entries = songs.map((song, number) => {
    const info = `#EXTINF:${Math.round(song.durationMs / 1000)},${song.artists[0]} - ${song.title}`
    const address =
      number % 2 === 0
        ? `https://open.spotify.com/track/${song.id}`
        : `Music/${song.album}/${String(number).padStart(2, '0')} ${song.title}.mp3`
    return `${info}\n${address}\n`
  })
  return `#EXTM3U\n#EXTENC:UTF-8\n#PLAYLIST:Evenings\n${entries.join('')}`
}

/** As a person in a country of decimal commas keeps it: no ids, features in percent. */
function makePlainTable(songs) {
  const percent = (share) => String(Math.round(share * 1000) / 10).replace('.', ',')
  const rows = songs.map(({ title, artists: names, durationMs, releaseDate, features }) => {
    const lengthSec = Math.round(durationMs / 1000)
    const clock = `${Math.floor(lengthSec / 60)}:${String(lengthSec % 60).padStart(2, '0')}`
    return [
      title.includes('"') ? quoted(title) : title,
      names[0],
      clock,
      releaseDate.slice(0, 4),
      percent(features.energy),
      percent(features.valence),
      percent(features.danceability),
      String(features.tempo).replace('.', ','),
    ].join(';')
  })
  return `Title;Artist;Length;Year;Energy;Valence;Dance;BPM\r\n${rows.join('\r\n')}\r\n`
}
