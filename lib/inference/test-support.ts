import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import type { ModelId } from '@/lib/contracts/model-manifest'

import { checkModel } from './check-model'
import type { ModelFiles } from './check-model'

/** public/models of this repository. */
export const modelsDir = join(dirname(fileURLToPath(import.meta.url)), '../../public/models')

/** Parsed JSON of a file in a model's folder. */
export async function readModelJson(folder: string, fileName: string): Promise<unknown> {
  return JSON.parse(await readFile(join(modelsDir, folder, fileName), 'utf8'))
}

/** A shipped model from the disk, through the same checks as in the browser. */
export async function readShippedModel(modelId: ModelId, folder: string): Promise<ModelFiles> {
  const weights = await readFile(join(modelsDir, folder, 'weights.bin'))
  return checkModel(modelId, {
    manifestJson: await readModelJson(folder, 'manifest.json'),
    graphJson: await readModelJson(folder, 'model.json'),
    weights: new Uint8Array(weights).buffer,
  })
}
