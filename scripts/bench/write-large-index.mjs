import { closeSync, openSync, writeSync } from 'node:fs'

import { createRandom } from './random.mjs'

const dims = 128
const preambleBytes = 32
const chunkRows = 10_000
const clusterCount = 200
/** Songs and queries share their centres, as they do in the space. */
const centreSeed = 5
const titleBytes = 17
const creditShare = 0.3
const genresPerSong = 2
const align = (size) => Math.ceil(size / 8) * 8

/** The number columns of the format, each of one size; their codes are made up. */
const columnBytes = {
  releaseYear: 2,
  isExplicit: 1,
  genreFamily: 1,
  popularity: 1,
  durationMs: 4,
  danceability: 1,
  energy: 1,
  valence: 1,
  acousticness: 1,
  instrumentalness: 1,
  speechiness: 1,
  liveness: 1,
  tempoBpm: 2,
  loudnessDb: 2,
  key: 1,
  mode: 1,
  moodValence: 1,
  moodArousal: 1,
}

/** Vectors around made-up centres, as those of music lie around its kinds; of unit length. */
export function createVectors(seed) {
  const bellOf = (random) => () => random() + random() + random() + random() - 2
  const centreBell = bellOf(createRandom(centreSeed))
  const centres = Array.from({ length: clusterCount }, () => Float64Array.from({ length: dims }, centreBell))
  const random = createRandom(seed)
  const bell = bellOf(random)
  return (target, offset) => {
    const centre = centres[Math.floor(random() * clusterCount)]
    let square = 0
    for (let dim = 0; dim < dims; dim++) {
      const value = centre[dim] + 0.8 * bell()
      target[offset + dim] = value
      square += value * value
    }
    const scale = 1 / Math.sqrt(square)
    for (let dim = 0; dim < dims; dim++) target[offset + dim] *= scale
  }
}

/** Writes an index file of made-up songs as large as asked for, with exact vectors; `onRows` sees each chunk of them. */
export function writeLargeIndex(fileName, songCount, onRows) {
  const creditCount = Math.ceil(songCount * creditShare)
  const resident = [
    ['vectors', 'int8', songCount * dims, 1],
    ['scales', 'float32', songCount, 4],
    ['creditOffsets', 'uint32', creditCount + 1, 4],
    ['creditIndexes', 'uint32', songCount, 4],
    ...Object.entries(columnBytes).map(([name, bytes]) => [name, `uint${bytes * 8}`, songCount, bytes]),
  ]
  const left = [
    ['songIds', 'uint8', songCount * 22, 1],
    ['titleText', 'uint8', songCount * titleBytes, 1],
    ['titleOffsets', 'uint32', songCount + 1, 4],
    ['creditText', 'uint8', creditCount * titleBytes, 1],
    ['artistGenreIndexes', 'uint16', songCount * genresPerSong, 2],
    ['artistGenreOffsets', 'uint32', songCount + 1, 4],
    ['exactVectors', 'float32', songCount * dims, 4],
  ]
  const list = (start) => {
    let offset = start
    return [...resident, ...left].map(([name, dtype, length, bytes]) => {
      const at = align(offset)
      offset = at + length * bytes
      return { name, dtype, offset: at, length, ...(name in columnBytes ? { min: 0, step: 1, missingCode: 2 ** (bytes * 8) - 1 } : {}) }
    })
  }
  const header = {
    spaceId: 'made-up',
    genreFamilies: Array.from({ length: 21 }, (_, index) => `family ${index}`),
    artistGenres: ['a genre'],
  }
  const headerBytes = align(JSON.stringify({ ...header, sections: list(1e10) }).length)
  const sections = new Map(list(preambleBytes + headerBytes).map((section) => [section.name, section]))
  const file = openSync(fileName, 'w')
  const put = (name, values, fromElement = 0) => {
    const { offset } = sections.get(name)
    writeSync(
      file,
      new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
      0,
      values.byteLength,
      offset + fromElement * values.BYTES_PER_ELEMENT,
    )
  }
  const start = Buffer.alloc(preambleBytes)
  start.write('ATTUNESI')
  ;[2, dims, songCount, headerBytes, sections.get(left[0][0]).offset].forEach((value, index) => start.writeUInt32LE(value, 8 + 4 * index))
  writeSync(file, start, 0, start.length, 0)
  writeSync(file, JSON.stringify({ ...header, sections: [...sections.values()] }).padEnd(headerBytes), preambleBytes)

  const random = createRandom(3)
  const nextVector = createVectors(1)
  const rows = new Float32Array(chunkRows * dims)
  for (let from = 0; from < songCount; from += chunkRows) {
    const count = Math.min(chunkRows, songCount - from)
    const [codes, scales] = [new Int8Array(count * dims), new Float32Array(count)]
    for (let row = 0; row < count; row++) {
      nextVector(rows, row * dims)
      let [peak, square] = [0, 0]
      for (let dim = 0; dim < dims; dim++) peak = Math.max(peak, Math.abs(rows[row * dims + dim]))
      for (let dim = 0; dim < dims; dim++) {
        const code = Math.round((rows[row * dims + dim] / peak) * 127)
        codes[row * dims + dim] = code
        square += code * code
      }
      scales[row] = 1 / Math.sqrt(square)
    }
    put('vectors', codes, from * dims)
    put('scales', scales, from)
    put('exactVectors', rows.subarray(0, count * dims), from * dims)
    put('songIds', Buffer.from(Array.from({ length: count }, (_, row) => String(from + row).padStart(22, '0')).join('')), from * 22)
    put(
      'titleText',
      Buffer.from(Array.from({ length: count }, (_, row) => `Song ${from + row}`.padEnd(titleBytes)).join('')),
      from * titleBytes,
    )
    onRows(rows.subarray(0, count * dims), from)
  }
  for (let from = 0; from < creditCount; from += chunkRows) {
    const count = Math.min(chunkRows, creditCount - from)
    put(
      'creditText',
      Buffer.from(Array.from({ length: count }, (_, row) => `Artist ${from + row}`.padEnd(titleBytes)).join('')),
      from * titleBytes,
    )
  }
  put(
    'titleOffsets',
    Uint32Array.from({ length: songCount + 1 }, (_, row) => row * titleBytes),
  )
  put(
    'creditOffsets',
    Uint32Array.from({ length: creditCount + 1 }, (_, row) => row * titleBytes),
  )
  put(
    'creditIndexes',
    Uint32Array.from({ length: songCount }, () => Math.floor(random() * creditCount)),
  )
  put('artistGenreIndexes', new Uint16Array(songCount * genresPerSong))
  put(
    'artistGenreOffsets',
    Uint32Array.from({ length: songCount + 1 }, (_, row) => row * genresPerSong),
  )
  for (const [name, bytes] of Object.entries(columnBytes)) {
    const limit = name === 'genreFamily' ? 21 : name === 'durationMs' ? 400_000 : 2 ** (bytes * 8)
    const Codes = bytes === 1 ? Uint8Array : bytes === 2 ? Uint16Array : Uint32Array
    put(
      name,
      Codes.from({ length: songCount }, () => Math.floor(random() * limit)),
    )
  }
  closeSync(file)
}
