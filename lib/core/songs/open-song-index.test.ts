import { describe, expect, it } from 'vitest'

import { AppError } from '@/lib/core/app-error'

import { findSongPosition } from './find-song-position'
import { openSongIndex, readPreamble } from './open-song-index'
import { songAt } from './song-at'
import { songIndexVersion } from './song-index'
import { madeUpId, madeUpSongs, madeUpVector, seededNumbers, toPlacedSong, writeMadeUpIndex, type MadeUpSong } from './test-support'
import { writeSongIndex } from './write-song-index'

const songs: MadeUpSong[] = [
  {
    songId: madeUpId(7),
    title: 'Über den Wolken – 雲 🎵',
    artists: 'Zoë; Åke & Co',
    artistGenres: ['chanson', 'schlager'],
    genreFamily: 'folk',
    vector: madeUpVector(seededNumbers(1)),
    numbers: {
      durationMs: 201_000,
      energy: 0.24,
      tempoBpm: 90.5,
      loudnessDb: -12.25,
      key: 0,
      mode: 0,
      releaseYear: 1974,
      isExplicit: 0,
      popularity: 0,
    },
  },
  { songId: madeUpId(3), title: 'Bare', artists: 'Tyler, The Creator', vector: madeUpVector(seededNumbers(2)) },
]

function messageOf(file: Uint8Array): string {
  try {
    openSongIndex(file)
  } catch (error) {
    expect(error).toBeInstanceOf(AppError)
    if (error instanceof AppError) expect(error.code).toBe('INDEX_UNREADABLE')
    return error instanceof Error ? error.message : ''
  }
  return 'opened'
}

/** Replaces text in the JSON header by text of the same length. */
function withHeader(file: Uint8Array, found: string, replaced: string): Uint8Array {
  expect(replaced).toHaveLength(found.length)
  const changed = Uint8Array.from(file)
  const text = new TextDecoder('latin1').decode(changed)
  const at = text.indexOf(found)
  expect(at).toBeGreaterThan(0)
  changed.set(new TextEncoder().encode(replaced), at)
  return changed
}

describe('openSongIndex', () => {
  const file = writeMadeUpIndex(songs)

  it('gives back every field that was written, in the order of the ids', () => {
    const index = openSongIndex(file)
    expect(index.songCount).toBe(2)
    expect(index.spaceId).toBe('made-up')
    expect(songAt(index, 1)).toEqual({
      songId: madeUpId(7),
      title: 'Über den Wolken – 雲 🎵',
      artists: ['Zoë', 'Åke & Co'],
      artistGenres: ['chanson', 'schlager'],
      genreFamily: 'folk',
      durationMs: 201_000,
      releaseYear: 1974,
      isExplicit: false,
      popularity: 0,
      features: { energy: 0.24, tempoBpm: 90.5, loudnessDb: -12.25, key: 0, mode: 0 },
    })
  })

  it('leaves a missing field undefined, and a comma inside an artist alone', () => {
    expect(songAt(openSongIndex(file), 0)).toEqual({
      songId: madeUpId(3),
      title: 'Bare',
      artists: ['Tyler, The Creator'],
      artistGenres: [],
      features: {},
    })
  })

  it('opens bytes that begin at an odd place of a larger buffer', () => {
    const buffer = new Uint8Array(file.length + 3)
    buffer.set(file, 3)
    expect(songAt(openSongIndex(buffer.subarray(3)), 1).title).toBe('Über den Wolken – 雲 🎵')
    expect(openSongIndex(file.slice().buffer).songCount).toBe(2)
  })

  it('gives vectors of unit length', () => {
    const { vectors, scales, dims } = openSongIndex(file)
    for (const row of [0, 1]) {
      const length = Math.hypot(...vectors.subarray(row * dims, (row + 1) * dims)) * (scales[row] ?? 0)
      // float32 scales carry seven digits
      expect(length).toBeCloseTo(1, 6)
    }
  })

  it('says what it found where the file is something else', () => {
    expect(messageOf(new Uint8Array(0))).toContain('0 bytes')
    expect(messageOf(new TextEncoder().encode('PK this is a zip archive, not an index'))).toMatch(/begins with "PK this.*expected ATTUNESI/)
  })

  it('refuses a newer and an older format and says which it reads', () => {
    const other = Uint8Array.from(file)
    new Uint32Array(other.buffer, 8, 1)[0] = songIndexVersion + 1
    expect(messageOf(other)).toMatch(
      `format version ${songIndexVersion + 1}; expected ${songIndexVersion}. It was written by a newer Attune`,
    )
    for (const older of [0, 1]) {
      new Uint32Array(other.buffer, 8, 1)[0] = older
      expect(messageOf(other)).toContain(`format version ${older}; expected 2. It was written by an older Attune: build it anew.`)
    }
  })

  it('gives the vectors as they were before rounding, read from behind the part for the memory', () => {
    const exact = writeMadeUpIndex(songs, { isExact: true })
    const { residentBytes } = readPreamble(exact, exact.length)
    expect(residentBytes).toBe(exact.length - 2 * 128 * 4)
    let readCount = 0
    const index = openSongIndex(exact.slice(0, residentBytes), {
      sizeBytes: exact.length,
      read: (start, end) => {
        readCount++
        return exact.slice(start, end)
      },
    })
    expect(readCount).toBe(0)
    // float32 carries seven digits
    index.exactVector?.(1).forEach((value, dim) => expect(value).toBeCloseTo(songs[0]?.vector[dim] ?? 0, 6))
    expect(readCount).toBe(1)
    expect(openSongIndex(file).exactVector).toBeUndefined()
  })

  describe('of a large catalogue, whose ids, texts and genres stay in the file', () => {
    const many = madeUpSongs(60)
    const large = writeMadeUpIndex(many, { isLarge: true })
    const { residentBytes } = readPreamble(large, large.length)
    const openLarge = (file: Uint8Array) => {
      const read: number[] = []
      const index = openSongIndex(file.slice(0, residentBytes), {
        sizeBytes: file.length,
        read: (start, end) => {
          read.push(end - start)
          return file.slice(start, end)
        },
      })
      return { index, read }
    }

    it('gives back the same songs, and finds them by their ids', () => {
      const [{ index }, whole] = [openLarge(large), openSongIndex(writeMadeUpIndex(many))]
      expect(residentBytes).toBeLessThan(large.length - 60 * 22)
      for (let position = 0; position < 60; position++) {
        expect(songAt(index, position)).toEqual(songAt(whole, position))
        expect(findSongPosition(index, many[position]?.songId ?? '')).toBe(position)
      }
      expect(findSongPosition(index, madeUpId(60))).toBeUndefined()
      // Opened as a whole it is the same.
      expect(songAt(openSongIndex(large), 59)).toEqual(songAt(whole, 59))
    })

    it('reads the ids once when it is opened, and little of the rest for a song', () => {
      const { index, read } = openLarge(large)
      expect(read).toEqual([60 * 22])
      read.length = 0
      songAt(index, 7)
      expect(read.reduce((sum, size) => sum + size, 0)).toBeLessThan(100)
    })

    it('refuses ids that are not in rising order, and offsets that fall when they are read', () => {
      const offsetOf = (name: string) =>
        Number(new RegExp(`"name":"${name}","dtype":"u?int\\d+","offset":(\\d+)`).exec(new TextDecoder('latin1').decode(large))?.[1])
      const unsorted = large.slice()
      unsorted.copyWithin(offsetOf('songIds'), offsetOf('songIds') + 22, offsetOf('songIds') + 44)
      expect(() => openLarge(unsorted)).toThrow('the id of song 1 does not come after the one before it')
      const falling = large.slice()
      new DataView(falling.buffer).setUint32(offsetOf('titleOffsets') + 8, 0xffff, true)
      const { index } = openLarge(falling)
      expect(() => songAt(index, 1)).toThrow(/section titleOffsets goes from \d+ to 65535 at row 1/)
    })
  })

  it('refuses a file whose part for the memory was not read whole', () => {
    expect(() => openSongIndex(file.slice(0, 500), { sizeBytes: file.length, read: (start, end) => file.slice(start, end) })).toThrow(
      /500 bytes of it were read; its part for the memory has \d+/,
    )
  })

  it('notices a damaged section by its checksum', () => {
    const sumOf = (bytes: Uint8Array) => bytes.reduce((sum, byte) => (sum * 31 + byte) >>> 0, 7)
    const titles = new TextEncoder().encode('BareÜber den Wolken – 雲 🎵')
    const summed = withHeader(file, '"name":"titleText","dtype":"uint8"', '"name":"titleText","dtype":"uint8"')
    const text = new TextDecoder('latin1').decode(file)
    const end = text.indexOf('},{"name":"titleOffsets"')
    // The header is padded with blanks, which give way to the checksum.
    const withSum = `,"crc32":${sumOf(titles)}`
    const blanks = text.indexOf(' '.repeat(withSum.length), end)
    summed.copyWithin(end + withSum.length, end, blanks)
    summed.set(new TextEncoder().encode(withSum), end)
    const source = { sizeBytes: file.length, read: (start: number, stop: number) => summed.slice(start, stop), crc32: sumOf }
    expect(openSongIndex(summed, source).songCount).toBe(2)
    summed[text.indexOf('BareÃ')] = 'b'.charCodeAt(0)
    expect(() => openSongIndex(summed, source)).toThrow(/section titleText has checksum \d+; expected \d+: the file was damaged/)
  })

  it('holds the mood that listeners hear where the file has it', () => {
    const { song, vector } = toPlacedSong(songs[0] ?? expect.unreachable())
    const [withMood] = [openSongIndex(writeSongIndex([{ song: { ...song, moodValence: 0.8, moodArousal: 0.1 }, vector }], 'made-up'))]
    expect(songAt(withMood, 0)).toMatchObject({ moodValence: 0.8, moodArousal: 0.1 })
    expect(songAt(openSongIndex(file), 1).moodValence).toBeUndefined()
  })

  it('notices at every length that the file was cut off', () => {
    for (let length = 0; length < file.length; length += 7) expect(messageOf(file.slice(0, length))).not.toBe('opened')
    expect(messageOf(file.slice(0, file.length - 1))).toContain('cut off')
  })

  it('refuses counts that do not agree with the sections', () => {
    const more = Uint8Array.from(file)
    new Uint32Array(more.buffer, 16, 1)[0] = 3
    expect(messageOf(more)).toMatch(/has \d+ elements; expected \d+/)
  })

  it('refuses a broken header, a missing section and an unknown dtype', () => {
    expect(messageOf(withHeader(file, '{"spaceId"', '["spaceId"'))).toContain('no JSON')
    expect(messageOf(withHeader(file, '"name":"scales"', '"name":"scalez"'))).toContain('section scales is missing')
    expect(messageOf(withHeader(file, '"dtype":"int8"', '"dtype":"int9"'))).toContain('dtype "int9"')
  })

  it('refuses a scale that is no length, texts out of order, and ids that are not in rising order', () => {
    const { offset } =
      /"name":"scales","dtype":"float32","offset":(?<offset>\d+)/.exec(new TextDecoder('latin1').decode(file))?.groups ?? {}
    const zero = Uint8Array.from(file)
    zero.set([0, 0, 0, 0], Number(offset))
    expect(messageOf(zero)).toContain('scale of song 0 is 0')
    const text = new TextDecoder('latin1').decode(file)
    const titleOffsets = Number(/"name":"titleOffsets","dtype":"uint32","offset":(?<offset>\d+)/.exec(text)?.groups?.offset)
    const backwards = Uint8Array.from(file)
    new Uint32Array(backwards.buffer, titleOffsets, 3).set([0, 9, 4])
    expect(messageOf(backwards)).toContain('offsets rise from 0')
    const ids = Number(/"name":"songIds","dtype":"uint8","offset":(?<offset>\d+)/.exec(text)?.groups?.offset)
    const unsorted = Uint8Array.from(file)
    unsorted.set(unsorted.slice(ids + 22, ids + 44), ids)
    expect(messageOf(unsorted)).toContain('rising order')
  })

  it('counts the share of songs with a lower value, half of the equal ones', () => {
    const index = openSongIndex(
      writeMadeUpIndex(
        [0.1, 0.2, 0.2, 0.9].map((energy, number) => ({
          title: 'T',
          artists: 'A',
          vector: madeUpVector(seededNumbers(number)),
          songId: madeUpId(number),
          numbers: { energy },
        })),
      ),
    )
    const percentiles = Array.from(index.numbers.energy.codes, (code) => index.percentiles.energy[code])
    expect(percentiles).toEqual([0.125, 0.5, 0.5, 0.875])
  })
})

describe('songAt and findSongPosition', () => {
  const index = openSongIndex(writeMadeUpIndex(madeUpSongs(50)))

  it('finds every song by its id, and none by another', () => {
    for (let position = 0; position < 50; position++) expect(findSongPosition(index, songAt(index, position).songId)).toBe(position)
    expect(findSongPosition(index, madeUpId(51))).toBeUndefined()
    expect(findSongPosition(index, 'short')).toBeUndefined()
  })

  it('refuses a position outside the index', () => {
    for (const position of [-1, 50, 0.5, Number.NaN]) expect(() => songAt(index, position)).toThrow(RangeError)
  })
})
