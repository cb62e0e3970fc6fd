import { graphModelSchema, modelManifestSchema } from '@/lib/contracts/model-manifest'
import type { GraphModelJson, ManifestOf, ModelId, ModelManifest } from '@/lib/contracts/model-manifest'
import { AppError } from '@/lib/core/app-error'
import { sampleCountOf } from '@/lib/core/signal/create-window-cutter'
import { activityLabels, emotionLabels, stressLabels, wristActivityLabels } from '@/lib/core/state/labels'

/** A model's files, parsed and found to agree with each other and with this app. */
export type ModelFiles = {
  readonly manifest: ModelManifest
  readonly graph: GraphModelJson
  readonly weights: ArrayBuffer
}

const labelsOf: Readonly<Record<ModelId, readonly string[]>> = {
  'face-emotion': emotionLabels,
  stress: stressLabels,
  activity: activityLabels,
  'activity-wrist': wristActivityLabels,
  'state-fusion': [],
  'song-tower': [],
}

function refuse(modelId: ModelId, found: string, expected: string): never {
  throw new AppError('MODEL_MISMATCH', `The ${modelId} model does not fit this version of Attune: found ${found}; expected ${expected}.`)
}

function checkLabels(manifest: ModelManifest): void {
  const expected = labelsOf[manifest.modelId]
  const found = 'labels' in manifest ? manifest.labels : []
  if (found.join() !== expected.join()) refuse(manifest.modelId, `the labels ${found.join(', ')}`, expected.join(', '))
  const labelCount = manifest.outputs[0]?.shape[1]
  if ('labels' in manifest && labelCount !== found.length) {
    refuse(manifest.modelId, `${labelCount ?? 0} scores`, `one for each of its ${found.length} labels`)
  }
}

function checkSignature(manifest: ModelManifest, graph: GraphModelJson, side: 'inputs' | 'outputs'): void {
  const signature = graph.signature[side]
  const found = Object.keys(signature).toSorted().join(', ')
  const expected = manifest[side]
    .map((tensor) => tensor.name)
    .toSorted()
    .join(', ')
  if (found !== expected) refuse(manifest.modelId, `the ${side} ${found} in model.json`, `${expected}, as its manifest says`)
  for (const { name, shape } of manifest[side]) {
    const sizes = signature[name]?.tensorShape?.dim?.map((dimension) => dimension.size)
    if (sizes !== undefined && sizes.join() !== shape.join()) {
      refuse(manifest.modelId, `${name} of shape (${sizes.join(', ')}) in model.json`, `(${shape.join(', ')}), as its manifest says`)
    }
  }
}

function checkWindows(manifest: ManifestOf<'stress' | 'activity' | 'activity-wrist'>): void {
  const { channels, presenceGroups } = manifest.windowSpec
  const expectedShapes: Readonly<Record<string, readonly number[]>> = {
    window: [-1, sampleCountOf(manifest.windowSpec), channels.length],
    presence: [-1, presenceGroups.length],
  }
  for (const { name, shape } of manifest.inputs) {
    const expected = expectedShapes[name]
    if (expected === undefined) refuse(manifest.modelId, `an input named ${name}`, Object.keys(expectedShapes).join(' and '))
    if (shape.join() !== expected.join()) {
      refuse(manifest.modelId, `${name} of shape (${shape.join(', ')})`, `(${expected.join(', ')}), as its windowSpec says`)
    }
  }
}

async function checkWeights(manifest: ModelManifest, weights: ArrayBuffer): Promise<void> {
  if (weights.byteLength !== manifest.weightsBytes) {
    refuse(manifest.modelId, `${weights.byteLength} bytes of weights`, `${manifest.weightsBytes}, as its manifest says`)
  }
  // Pages that come over plain http from another machine have no crypto.subtle; there the length has to do.
  if (globalThis.crypto?.subtle === undefined) return
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', weights))
  const found = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
  if (found !== manifest.weightsSha256)
    refuse(manifest.modelId, `weights with sha256 ${found}`, `${manifest.weightsSha256}, as its manifest says`)
}

/**
 * Parses a model's manifest.json and model.json and refuses, with MODEL_MISMATCH, what does not fit: labels in another order than the app's,
 * tensor names or shapes that differ between manifest and graph, weights other than those that were exported.
 */
export async function checkModel(
  modelId: ModelId,
  files: { readonly manifestJson: unknown; readonly graphJson: unknown; readonly weights: ArrayBuffer },
): Promise<ModelFiles> {
  const manifestResult = modelManifestSchema.safeParse(files.manifestJson)
  if (!manifestResult.success) refuse(modelId, `a manifest with ${describeIssue(manifestResult.error)}`, 'a manifest of format 1')
  const manifest = manifestResult.data
  if (manifest.modelId !== modelId) refuse(modelId, `a manifest of ${manifest.modelId}`, `one of ${modelId}`)
  const graphResult = graphModelSchema.safeParse(files.graphJson)
  if (!graphResult.success) refuse(modelId, `a model.json with ${describeIssue(graphResult.error)}`, 'a TF.js graph model')
  const graph = graphResult.data
  checkLabels(manifest)
  checkSignature(manifest, graph, 'inputs')
  checkSignature(manifest, graph, 'outputs')
  if ('windowSpec' in manifest) checkWindows(manifest)
  await checkWeights(manifest, files.weights)
  return { manifest, graph, weights: files.weights }
}

function describeIssue(error: { readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] }): string {
  const issue = error.issues[0]
  if (issue === undefined) return 'an unknown fault'
  return `a fault at ${issue.path.map(String).join('.') || 'its root'} (${issue.message})`
}
