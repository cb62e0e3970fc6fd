import { expect, it } from 'vitest'

import packageJson from '@/package.json'

import { vendorFolders } from './vendor-folders'

it('the vendor folders carry the versions of the packages that they are filled from', () => {
  expect(vendorFolders.faceDetector).toBe(`face-detection-${packageJson.dependencies['@mediapipe/face_detection']}`)
  expect(vendorFolders.tfjs).toBe(`tfjs-${packageJson.dependencies['@tensorflow/tfjs-backend-wasm']}`)
})
