/** A longer title or name is no title; what is behind is cut. */
const maxTextLength = 300
const maxArtistCount = 30
/** As many of an artist's genres as the catalogue has. */
const maxGenreCount = 6

/** A text as one line without control characters, trimmed; '' where nothing is left. */
export function lineOf(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, maxTextLength)
    .trimEnd()
}

/** The id in a Spotify URI, a link or alone; undefined where there is none. An episode, an album or a file of one's own has none. */
export function spotifyIdIn(text: string): string | undefined {
  return /^(?:spotify:(?:user:[^:]*:)?track:|https?:\/\/open\.spotify\.com\/(?:intl-[\w-]+\/)?(?:embed\/)?track\/)?([A-Za-z0-9]{22})(?:[?#].*)?$/.exec(
    text.trim(),
  )?.[1]
}

/**
 * The names in a credit. Where it is not said that commas part names, one with a blank behind it is taken as part of a name ('Earth, Wind &
 * Fire'), as is one within a number ('10,000 Maniacs').
 */
export function artistsIn(credit: string, areCommasParting = false): readonly string[] {
  return credit
    .split(areCommasParting ? /[;,]/ : /;|,(?=[^\s\d])/)
    .map(lineOf)
    .filter((name) => name !== '')
    .slice(0, maxArtistCount)
}

/** The genres in a list between commas or semicolons. */
export function genresIn(list: string): readonly string[] {
  const genres = list.split(/[;,|]/).map((genre) => lineOf(genre).toLowerCase())
  return [...new Set(genres.filter((genre) => genre !== ''))].slice(0, maxGenreCount)
}

/** The year that a date begins with; undefined where there is none. */
export function yearIn(date: string): number | undefined {
  const year = Number(/^\s*(\d{4})(?!\d)/.exec(date)?.[1] ?? Number.NaN)
  return year >= 1000 && year <= 2999 ? year : undefined
}

/** A length in ms as a whole number, where it may be one of a song: up to a day. */
export function durationOf(durationMs: number): number | undefined {
  return durationMs >= 1 && durationMs <= 86_400_000 ? Math.round(durationMs) : undefined
}

/** A length written as '3:45' or '1:02:03', in seconds or in milliseconds. */
export function durationIn(text: string): number | undefined {
  const clock = /^\s*(?:(\d+):)?(\d+):(\d\d)(?:\.\d+)?\s*$/.exec(text)
  if (clock !== null) return durationOf(((Number(clock[1] ?? 0) * 60 + Number(clock[2])) * 60 + Number(clock[3])) * 1000)
  const value = text.trim() === '' ? Number.NaN : Number(text)
  // Nothing lasts 10,000 s and is called a song, or 10 s and is written in ms.
  return durationOf(value < 10_000 ? value * 1000 : value)
}

/** Yes or no, in the words that tables have for it. */
export function flagIn(text: string): boolean | undefined {
  if (/^\s*(true|yes|1|explicit)\s*$/i.test(text)) return true
  return /^\s*(false|no|0|clean)\s*$/i.test(text) ? false : undefined
}

/** Popularity as a whole number 0..100. */
export function popularityOf(value: number): number | undefined {
  return value >= 0 && value <= 100 ? Math.round(value) : undefined
}

/** The fields of an object that are there. */
export function present<Fields extends object>(fields: Fields): { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Fields]?: Exclude<Fields[Name], undefined>
  }
}
