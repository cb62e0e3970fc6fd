import { AppError } from '@/lib/core/app-error'
import { confidenceInView } from '@/lib/core/state/face-view'
import type { PixelPoint } from '@/lib/inference/pixel-box'

import type { StudioContext } from './studio-context'
import type { ReadPhoto } from './studio-state'
import { toProblem } from './to-problem'

/** A picture of a face: read, choose another face in it, remove. */
export function createPhotoActions({ deps, store, startBackend, refresh, announce }: StudioContext) {
  let turn = 0
  let shownUrl: string | undefined
  let lastFile: File | undefined

  const show = (url: string | undefined) => {
    if (shownUrl !== undefined && shownUrl !== url) deps.devices.forgetFile(shownUrl)
    shownUrl = url
  }

  const read = async (file: File, chosenPoint?: PixelPoint) => {
    turn += 1
    const myTurn = turn
    const before = store.getState().photo
    const previous: ReadPhoto | undefined = before.phase === 'read' ? before : before.phase === 'reading' ? before.previous : undefined
    store.setState({ photo: { phase: 'reading', fileName: file.name, ...(previous === undefined ? {} : { previous }) } })
    let previewUrl: string | undefined
    try {
      const frame = await deps.devices.readPhoto(file)
      previewUrl = deps.devices.showFile(file)
      await startBackend()
      const faceReading = await deps.inference.estimateFace(frame, deps.now(), 'picture', chosenPoint)
      if (turn !== myTurn) {
        deps.devices.forgetFile(previewUrl)
        return
      }
      const { face, others } = faceReading
      if (face === undefined) {
        throw new AppError(
          'NO_FACE',
          'No face was found in this picture. A face that looks at the camera and fills at least a twentieth of the width is read best.',
        )
      }
      show(previewUrl)
      lastFile = file
      const { scores, confidence } = face.estimate
      const reading = { scores, confidence: confidenceInView(confidence, face.view), sourceName: 'Photo' }
      store.setState({ photo: { phase: 'read', fileName: file.name, previewUrl, faceReading, reading } })
      refresh()
      const read = chosenPoint === undefined ? 'the largest' : 'the one that you chose'
      announce(others.length > 0 ? `Found ${others.length + 1} faces in the photo, read ${read}.` : 'Read the face in the photo.')
    } catch (error) {
      if (turn !== myTurn) return
      const problem = toProblem(error)
      if (previous !== undefined) {
        if (previewUrl !== undefined) deps.devices.forgetFile(previewUrl)
        store.setState({ photo: { ...previous, problem } })
        return
      }
      show(previewUrl)
      store.setState({ photo: { phase: 'failed', fileName: file.name, problem, ...(previewUrl === undefined ? {} : { previewUrl }) } })
    }
  }

  return {
    readPhoto: (file: File) => read(file),
    /** Reads the face at a point of the picture instead. */
    choosePhotoFace: async (point: PixelPoint) => {
      if (lastFile !== undefined && store.getState().photo.phase === 'read') await read(lastFile, point)
    },
    removePhoto: () => {
      turn += 1
      lastFile = undefined
      show(undefined)
      store.setState({ photo: { phase: 'empty' } })
      refresh()
    },
  }
}
