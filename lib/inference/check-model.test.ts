import { createHash } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import faceContract from '@/training/contracts/face-emotion.json'
import stressContract from '@/training/contracts/stress.json'

import { checkModel } from './check-model'

const weights = Uint8Array.of(1, 2, 3, 4).buffer

const measured = {
  formatVersion: 1,
  weightsSha256: createHash('sha256').update(new Uint8Array(weights)).digest('hex'),
  weightsBytes: 4,
  trainedOn: [{ dataset: 'made up', terms: 'none' }],
  metrics: { accuracy: 0.5 },
  createdAt: '2026-01-01T00:00:00Z',
  gitCommit: 'uncommitted',
}

type Contract = { inputs: { name: string; shape: number[] }[]; outputs: { name: string; shape: number[] }[] }

/** A model.json whose signature says what the contract says. */
function graphJsonFor({ inputs, outputs }: Contract) {
  const side = (tensors: Contract['inputs']) =>
    Object.fromEntries(
      tensors.map(({ name, shape }) => [name, { name: `${name}:0`, tensorShape: { dim: shape.map((size) => ({ size: String(size) })) } }]),
    )
  return {
    format: 'graph-model',
    signature: { inputs: side(inputs), outputs: side(outputs) },
    modelTopology: { node: [{ name: 'face', op: 'Placeholder' }] },
    weightsManifest: [{ paths: ['weights.bin'], weights: [] }],
  }
}

const faceFiles = { manifestJson: { ...faceContract, ...measured }, graphJson: graphJsonFor(faceContract), weights }
const stressFiles = { manifestJson: { ...stressContract, ...measured }, graphJson: graphJsonFor(stressContract), weights }

describe('checkModel', () => {
  it('takes models whose files agree with each other and with the app', async () => {
    expect((await checkModel('face-emotion', faceFiles)).manifest.modelId).toBe('face-emotion')
    expect((await checkModel('stress', stressFiles)).manifest.modelId).toBe('stress')
  })

  it('refuses labels in another order, and says both orders', async () => {
    const labels = ['disgust', 'angry', 'fear', 'happy', 'sad', 'surprise', 'neutral']
    await expect(checkModel('face-emotion', { ...faceFiles, manifestJson: { ...faceFiles.manifestJson, labels } })).rejects.toMatchObject({
      code: 'MODEL_MISMATCH',
      message: expect.stringMatching(/found the labels disgust, angry.*expected angry, disgust/),
    })
  })

  it('refuses weights that are not those of the manifest', async () => {
    await expect(checkModel('face-emotion', { ...faceFiles, weights: Uint8Array.of(1, 2, 3, 5).buffer })).rejects.toMatchObject({
      code: 'MODEL_MISMATCH',
      message: expect.stringContaining('found weights with sha256'),
    })
    await expect(checkModel('face-emotion', { ...faceFiles, weights: Uint8Array.of(1).buffer })).rejects.toThrow(
      'found 1 bytes of weights; expected 4',
    )
  })

  it('refuses a graph whose tensors have other names or shapes than the manifest', async () => {
    const renamed = graphJsonFor({ ...faceContract, outputs: [{ name: 'Identity', shape: [-1, 7] }] })
    await expect(checkModel('face-emotion', { ...faceFiles, graphJson: renamed })).rejects.toThrow(
      'found the outputs Identity in model.json; expected scores',
    )
    const reshaped = graphJsonFor({ ...faceContract, inputs: [{ name: 'face', shape: [-1, 64, 64, 1] }] })
    await expect(checkModel('face-emotion', { ...faceFiles, graphJson: reshaped })).rejects.toThrow('found face of shape (-1, 64, 64, 1)')
  })

  it('refuses windows of another length than the windowSpec says', async () => {
    const windowSpec = { ...stressContract.windowSpec, lengthSec: 30 }
    await expect(checkModel('stress', { ...stressFiles, manifestJson: { ...stressFiles.manifestJson, windowSpec } })).rejects.toThrow(
      'found window of shape (-1, 60, 16); expected (-1, 30, 16)',
    )
  })

  it('refuses the manifest of another model, of another format, and what is no manifest', async () => {
    await expect(checkModel('stress', faceFiles)).rejects.toThrow('found a manifest of face-emotion; expected one of stress')
    const future = { ...faceFiles.manifestJson, formatVersion: 2 }
    await expect(checkModel('face-emotion', { ...faceFiles, manifestJson: future })).rejects.toThrow('a fault at formatVersion')
    await expect(checkModel('face-emotion', { ...faceFiles, manifestJson: 'nonsense' })).rejects.toMatchObject({ code: 'MODEL_MISMATCH' })
  })
})
