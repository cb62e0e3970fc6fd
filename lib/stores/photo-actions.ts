import { AppError } from '@/lib/core/app-error'

import type { StudioContext } from './studio-context'
import type { ReadPhoto } from './studio-state'
import { toProblem } from './to-problem'

/** A picture of a face: read, remove. */
export function createPhotoActions({ deps, store, startBackend, refresh, announce }: StudioContext) {
  let turn = 0
  let shownUrl: string | undefined

  const show = (url: string | undefined) => {
    if (shownUrl !== undefined && shownUrl !== url) deps.devices.forgetFile(shownUrl)
    shownUrl = url
  }

  return {
    readPhoto: async (file: File) => {
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
        const faceReading = await deps.inference.estimateFace(frame, deps.now(), 'picture')
        if (turn !== myTurn) {
          deps.devices.forgetFile(previewUrl)
          return
        }
        const estimate = faceReading.face?.estimate
        if (estimate === undefined) {
          throw new AppError(
            'NO_FACE',
            'No face was found in this picture. A face that looks at the camera and fills at least a tenth of the width is read best.',
          )
        }
        show(previewUrl)
        const reading = { scores: estimate.scores, confidence: estimate.confidence, sourceName: 'Photo' }
        store.setState({ photo: { phase: 'read', fileName: file.name, previewUrl, faceReading, reading } })
        refresh()
        announce(
          faceReading.faceCount > 1
            ? `Found ${faceReading.faceCount} faces in the photo, read the largest.`
            : 'Read the face in the photo.',
        )
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
    },
    removePhoto: () => {
      turn += 1
      show(undefined)
      store.setState({ photo: { phase: 'empty' } })
      refresh()
    },
  }
}
