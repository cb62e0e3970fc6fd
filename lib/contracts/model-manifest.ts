import { z } from 'zod'

import { presenceGroupNames, windowChannelNames } from '@/lib/core/signal/window-spec'
import { towerFeatures } from '@/lib/core/songs/tower-inputs'

const positive = z.number().positive()
const count = z.number().int().positive()
const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'a sha256 in 64 hexadecimal digits')

/** A tensor by name; -1 in its shape stands for the size of the batch. */
const tensorSchema = z.object({ name: z.string().min(1), shape: z.array(z.number().int()).min(1), meaning: z.string() })

const windowSpecSchema = z.object({
  lengthSec: positive,
  strideSec: positive,
  sampleRateHz: positive,
  channels: z.array(z.object({ name: z.enum(windowChannelNames), unit: z.string() })).min(1),
  presenceGroups: z.array(z.enum(presenceGroupNames)),
})

const personalScaleSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('person-z-score'),
    clip: positive,
    channels: z.partialRecord(z.enum(windowChannelNames), z.object({ smallestSpread: positive, usualSpread: positive })),
  }),
])

/** How a square face crop follows from the detector's box: side = boxScale * the box's longer side, its centre moved down by boxOffsetY of that side. */
const cropSchema = z.object({
  widthPx: z.number().int().positive(),
  heightPx: z.number().int().positive(),
  boxScale: positive,
  boxOffsetY: z.number(),
})

const shared = {
  formatVersion: z.literal(1),
  version: z.number().int().positive(),
  task: z.string(),
  inputs: z.array(tensorSchema).min(1),
  outputs: z.array(tensorSchema).min(1),
  /** sha256 of weights.bin. */
  weightsSha256: sha256Schema,
  weightsBytes: z.number().int().positive(),
  trainedOn: z.array(z.object({ dataset: z.string(), terms: z.string() })).min(1),
  /** Figures of training/<model>/evaluate.py by name. */
  metrics: z.record(z.string(), z.number()),
  createdAt: z.iso.datetime(),
  /** The commit of the training code, or 'uncommitted'. */
  gitCommit: z.string(),
}

const labels = z.array(z.string()).min(2)

/** manifest.json beside a model: its contract (training/contracts), and what was measured when it was exported. */
export const modelManifestSchema = z.discriminatedUnion('modelId', [
  z.object({ ...shared, modelId: z.literal('face-emotion'), labels, crop: cropSchema }),
  z.object({
    ...shared,
    modelId: z.literal('stress'),
    labels,
    arousals: z.array(z.number()),
    windowSpec: windowSpecSchema,
    personalScale: personalScaleSchema,
  }),
  z.object({ ...shared, modelId: z.literal('activity'), labels, windowSpec: windowSpecSchema, personalScale: personalScaleSchema }),
  z.object({ ...shared, modelId: z.literal('activity-wrist'), labels, windowSpec: windowSpecSchema, personalScale: personalScaleSchema }),
  z.object({ ...shared, modelId: z.literal('state-fusion') }),
  z.object({
    ...shared,
    modelId: z.literal('song-tower'),
    featureNames: z.array(z.enum(towerFeatures)).min(1),
    genreFamilies: z.array(z.string()).min(1),
    tokens: z.object({ genreBucketCount: count, titleBucketCount: count, genreTokenCount: count, titleTokenCount: count }),
  }),
])

export type ModelManifest = z.infer<typeof modelManifestSchema>
export type ModelId = ModelManifest['modelId']
export type ManifestOf<Id extends ModelId> = Extract<ModelManifest, { modelId: Id }>
export type FaceCrop = z.infer<typeof cropSchema>

const signatureTensorSchema = z.object({
  name: z.string(),
  /** Sizes are decimal strings, as protobuf writes int64; '-1' is the batch. */
  tensorShape: z.object({ dim: z.array(z.object({ size: z.string() })).optional() }).optional(),
})

const weightSchema = z.object({
  name: z.string(),
  shape: z.array(z.number().int().nonnegative()),
  dtype: z.enum(['float32', 'int32', 'bool']),
  quantization: z
    .union([
      z.object({ dtype: z.literal('float16') }),
      z.object({ dtype: z.enum(['uint8', 'uint16']), scale: z.number(), min: z.number() }),
    ])
    .exactOptional(),
})

/** model.json: a TF.js graph model. The graph itself is left to TF.js. */
export const graphModelSchema = z.object({
  format: z.literal('graph-model'),
  signature: z.object({ inputs: z.record(z.string(), signatureTensorSchema), outputs: z.record(z.string(), signatureTensorSchema) }),
  modelTopology: z.looseObject({ node: z.array(z.looseObject({ name: z.string(), op: z.string() })) }),
  weightsManifest: z
    .array(z.object({ paths: z.array(z.string().regex(/^[\w.-]+$/, 'a file name')).length(1), weights: z.array(weightSchema) }))
    .length(1),
})

export type GraphModelJson = z.infer<typeof graphModelSchema>

const goldenTensorSchema = z.object({ shape: z.array(z.number().int().positive()), values: z.array(z.number()) })

/** golden.json beside a model: made-up inputs, and the outputs of the weights as exported, both by tensor name; a case is a batch of one. */
export const goldenSchema = z.object({
  tolerance: positive,
  cases: z.array(z.object({ inputs: z.record(z.string(), goldenTensorSchema), outputs: z.record(z.string(), goldenTensorSchema) })).min(1),
})

export type Golden = z.infer<typeof goldenSchema>
