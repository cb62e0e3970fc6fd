import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

import { z } from 'zod'

import { modelManifestSchema, type ModelManifest } from '@/lib/contracts/model-manifest'

/** The part of the song index's manifest that the page shows. */
const indexManifestSchema = z.object({
  indexId: z.literal('song-index'),
  version: z.number(),
  dims: z.number(),
  songCount: z.number(),
  sizeBytes: z.number(),
  terms: z.string(),
})

/** The song index as its manifest describes it. */
export type IndexManifest = z.infer<typeof indexManifestSchema>

/** A page that shows what ships reads what ships: the folders of public/models, each with its manifest. */
const modelsDir = () => path.join(process.cwd(), 'public', 'models')
const cardsDir = () => path.join(process.cwd(), 'docs', 'model-cards')

/** Reads the manifest of every model and of the song index, in order of their folders' names. */
export async function readManifests(): Promise<{ models: readonly ModelManifest[]; indexes: readonly IndexManifest[] }> {
  const entries = await readdir(modelsDir(), { withFileTypes: true })
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  const manifests = await Promise.all(
    folders
      .toSorted()
      .map(async (folder): Promise<unknown> => JSON.parse(await readFile(path.join(modelsDir(), folder, 'manifest.json'), 'utf8'))),
  )
  return {
    models: manifests.flatMap((manifest) => modelManifestSchema.safeParse(manifest).data ?? []),
    indexes: manifests.flatMap((manifest) => indexManifestSchema.safeParse(manifest).data ?? []),
  }
}

/** The page of terms, which lies with the models and is shown like their cards. */
export const TERMS_CARD = 'terms'

/** The names of the model cards, without '.md', and of the page of terms. */
export async function listCards(): Promise<readonly string[]> {
  const files = await readdir(cardsDir()).catch(() => [])
  return [...files.filter((file) => file.endsWith('.md')).map((file) => path.basename(file, '.md')), TERMS_CARD]
}

/** The text of a model card, or of the terms, in Markdown. */
export const readCard = (card: string): Promise<string> =>
  readFile(card === TERMS_CARD ? path.join(modelsDir(), 'LICENSES.md') : path.join(cardsDir(), `${card}.md`), 'utf8')
