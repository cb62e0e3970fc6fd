import 'server-only'

import { readFile } from 'node:fs/promises'
import path from 'node:path'

import { goldenSchema, modelManifestSchema } from '@/lib/contracts/model-manifest'
import { findMoodVectors } from '@/lib/core/state/find-mood-vectors'
import type { MoodWord } from '@/lib/core/state/labels'

/** The fusion that ships; its golden file has a case for each mood word. */
const fusionFolder = 'public/models/state-fusion-v2'

/** Returns where each mood word lies in a song space (dims,); none where the space is not the one of the fusion that ships. */
export async function readMoodVectors(spaceId: string): Promise<ReadonlyMap<MoodWord, readonly number[]>> {
  const read = async (name: string): Promise<unknown> => JSON.parse(await readFile(path.join(process.cwd(), fusionFolder, name), 'utf8'))
  const { weightsSha256 } = modelManifestSchema.parse(await read('manifest.json'))
  return weightsSha256 === spaceId ? findMoodVectors(goldenSchema.parse(await read('golden.json')).cases) : new Map()
}
