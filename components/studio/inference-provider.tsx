import type { Inference } from '@/lib/inference/inference'

import { lazyInference } from './lazy-inference'
import { loadPart } from './load-part'
import { rememberBackend } from './remember-backend'

/** The real models, loaded with the first question, on the backend that was chosen by hand where one was. */
export const createBrowserInference = (): Inference =>
  lazyInference(async () => {
    const { createInference } = await loadPart(() => import('@/lib/inference/create-inference'))
    return rememberBackend(createInference(), localStorage)
  })
