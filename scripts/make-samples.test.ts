import { readFileSync } from 'node:fs'
import path from 'node:path'

import { describe, expect, test } from 'vitest'

import { makeSampleFiles } from './make-samples.mjs'

const rootDir = path.join(import.meta.dirname, '..')
const maxSampleBytes = 1.5 * 2 ** 20

describe('make-samples', () => {
  const files = [...makeSampleFiles()].map(([name, content]) => ({ name, bytes: Buffer.from(content) }))

  test('makes the files that are in the repository, byte for byte', () => {
    const changed = files.filter(({ name, bytes }) => !bytes.equals(readFileSync(path.join(rootDir, name))))
    expect(changed.map(({ name }) => name)).toEqual([])
  })

  test('keeps what a visitor downloads small', () => {
    const samples = files.filter(({ name }) => name.startsWith('public/samples/'))
    expect(samples).toHaveLength(2)
    expect(samples.filter(({ bytes }) => bytes.length > maxSampleBytes)).toEqual([])
  })
})
