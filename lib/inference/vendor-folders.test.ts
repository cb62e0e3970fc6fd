import { expect, it } from 'vitest'

import packageJson from '@/package.json'

import { vendorFolders } from './vendor-folders'

it('the vendor folders carry the versions of the packages that they are filled from', () => {
  expect(vendorFolders.mediapipe).toBe(`mediapipe-${packageJson.dependencies['@mediapipe/tasks-vision']}`)
  expect(vendorFolders.tfjs).toBe(`tfjs-${packageJson.dependencies['@tensorflow/tfjs-backend-wasm']}`)
})
