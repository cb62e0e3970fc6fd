import type { ModelId } from '@/lib/contracts/model-manifest'

/** The models that take windows. */
export type WindowedModelId = Extract<ModelId, 'stress' | 'activity' | 'activity-wrist'>
