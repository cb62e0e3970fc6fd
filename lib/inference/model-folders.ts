import type { ModelId } from '@/lib/contracts/model-manifest'

/** Where each model lies under /models; a retrained model is a new folder, so that caches never mix two versions. */
export const modelFolders: Readonly<Record<ModelId, string>> = {
  'face-emotion': 'face-emotion-v3',
  stress: 'stress-v2',
  activity: 'activity-v4',
  'activity-wrist': 'activity-wrist-v1',
  'state-fusion': 'state-fusion-v2',
  'song-tower': 'song-tower-v2',
}

/** The models that every listener's browser runs. The song tower is none: only who imports music of their own needs it. */
export const modelIds: readonly ModelId[] = ['face-emotion', 'stress', 'activity', 'activity-wrist', 'state-fusion']
