import { graphModelSchema } from '@/lib/contracts/model-manifest'
import { AppError } from '@/lib/core/app-error'

import type { ModelFiles } from './check-model'

async function fetchVendorFile(url: string): Promise<Response> {
  let response: Response
  try {
    response = await fetch(url)
  } catch (cause) {
    throw new AppError('MODEL_UNREACHABLE', `The face detector could not be fetched: no answer for ${url}. Check that Attune is running.`, {
      cause,
    })
  }
  if (!response.ok) {
    throw new AppError('MODEL_UNREACHABLE', `The face detector could not be fetched: found status ${response.status} for ${url}.`)
  }
  return response
}

/** MediaPipe's short-range face detector as a graph model, which scripts/prepare-assets.mjs makes from MediaPipe's own file in vendorPath. */
export async function fetchFaceDetector(vendorPath: string): Promise<Pick<ModelFiles, 'graph' | 'weights'>> {
  const [modelJson, weights] = await Promise.all([
    fetchVendorFile(`${vendorPath}/face_detection_short_range.json`).then((response) => response.json()),
    fetchVendorFile(`${vendorPath}/face_detection_short_range.bin`).then((response) => response.arrayBuffer()),
  ])
  return { graph: graphModelSchema.parse(modelJson), weights }
}
