/** The bytes of an Exportify file of so many made-up songs with features, none of which the catalogue has. */
export function makeLargeExportify(songCount) {
  const header =
    'Track URI,Track Name,Artist Name(s),Release Date,Duration (ms),Popularity,Explicit,Genres,Danceability,Energy,Key,Loudness,Mode,Speechiness,Acousticness,Instrumentalness,Liveness,Valence,Tempo\n'
  const rows = Array.from({ length: songCount }, (_, number) => {
    const share = (step) => ((number * step) % 997) / 997
    const sound = [share(3), share(5), number % 12, -8, 1, share(7), share(11), 0, share(13), share(17), 80 + (number % 90)]
    return `spotify:track:4${String(number).padStart(21, 'z')},Made up ${number},Artist ${number % 9000},,200000,50,false,indie pop,${sound.join(',')}\n`
  })
  return Buffer.from(header + rows.join(''))
}
