import 'server-only'

import { AppError } from '@/lib/core/app-error'

import { getEnv } from '../env'

import { createFeatureClient, type FeatureClient, type SongFeatures } from './feature-client'

declare global {
  // On globalThis, because the bundler may give each route a copy of this module, and the service would be asked by each.
  var attuneFeatureClient: FeatureClient | undefined
}

/** The host that is asked for audio features; undefined where the operator named none. */
export function featureHost(): string | undefined {
  const { featuresUrl } = getEnv()
  return featuresUrl === undefined ? undefined : new URL(featuresUrl).host
}

/** Returns the audio features of those songs that the service knows; throws NOT_FOUND where there is no service. */
export function readFeatures(songIds: readonly string[]): Promise<readonly SongFeatures[]> {
  const { featuresUrl } = getEnv()
  if (featuresUrl === undefined) throw new AppError('NOT_FOUND', 'This server asks no service for audio features.')
  globalThis.attuneFeatureClient ??= createFeatureClient({ baseUrl: featuresUrl })
  return globalThis.attuneFeatureClient.read(songIds)
}
