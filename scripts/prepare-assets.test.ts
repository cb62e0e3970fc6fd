import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { vendorFolders } from '@/lib/inference/vendor-folders'

import { prepareAssets } from './prepare-assets.mjs'

const repositoryDir = path.join(import.meta.dirname, '..')

describe('prepareAssets', () => {
  let rootDir = ''
  beforeEach(async () => {
    rootDir = await mkdtemp(path.join(tmpdir(), 'attune-assets-'))
    await symlink(path.join(repositoryDir, 'node_modules'), path.join(rootDir, 'node_modules'), 'junction')
  })
  afterEach(() => rm(rootDir, { recursive: true }))

  it('fills the folders that the app asks for, each with its licence and a note of changes', async () => {
    const { writtenCount, totalCount } = await prepareAssets({ rootDir })
    expect(writtenCount).toBe(totalCount)
    for (const folder of Object.values(vendorFolders)) {
      const names = await readdir(path.join(rootDir, 'public/vendor', folder))
      expect(names).toEqual(expect.arrayContaining(['LICENSE.txt', 'CHANGES.txt']))
      expect(names.some((name) => name.endsWith('.wasm') || name.endsWith('.bin'))).toBe(true)
    }
  })

  it('writes nothing the second time, mends what was damaged, and removes other versions', async () => {
    await prepareAssets({ rootDir })
    expect((await prepareAssets({ rootDir })).writtenCount).toBe(0)
    const detector = path.join(rootDir, 'public/vendor', vendorFolders.faceDetector, 'face_detection_short_range.bin')
    const whole = await readFile(detector)
    await writeFile(detector, whole.subarray(0, 100))
    await mkdir(path.join(rootDir, 'public/vendor/tfjs-0.0.1'))
    expect((await prepareAssets({ rootDir })).writtenCount).toBe(1)
    expect((await readFile(detector)).equals(whole)).toBe(true)
    expect((await readdir(path.join(rootDir, 'public/vendor'))).toSorted()).toEqual(Object.values(vendorFolders).toSorted())
  })
})
