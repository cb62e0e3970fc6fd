import type { StoredBaseline } from '@/lib/contracts/stored-baseline'
import type { MotionSample } from '@/lib/core/signal/create-motion-stream'
import type { FilesReading, ReadOptions } from '@/lib/formats/read-recording-files'
import type { Inference, WindowModelId } from '@/lib/inference/inference'

import type { StudioPairingDeps } from './pairing/studio-pairing'
import type { PlaylistClient } from './playlist-client'

/** A running camera. */
export type StudioCamera = {
  readonly stream: MediaStream
  /** The next picture of the camera; rejects when the camera was stopped or pulled out. */
  nextFrame(): Promise<ImageBitmap>
  stop(): void
}

/** Browser input that the store asks for; fakes stand in for it in tests. */
export type StudioDevices = {
  openCamera(): Promise<StudioCamera>
  /** The device's own motion, sample by sample; asks for permission where the device does. */
  openMotionSensor(onSample: (sample: MotionSample) => void): Promise<{ stop(): void }>
  readPhoto(file: File): Promise<ImageBitmap>
  /** Tells when the page goes out of sight and comes back, as when another tab is shown. */
  watchPage(onSeen: (isSeen: boolean) => void): void
  /** An address at which the page can show a file, and its release. */
  showFile(file: File): string
  forgetFile(url: string): void
}

/** Where the personal baseline is kept on this device; where storage is forbidden it lasts until the page is closed. */
export type BaselineMemory = {
  recall(): Promise<StoredBaseline | undefined>
  keep(baseline: StoredBaseline): void
  forget(): void
}

/** Everything that the studio store reaches outside itself. */
export type StudioDeps = {
  readonly inference: Inference
  readonly devices: StudioDevices
  /** Recordings in files, or the tables among them that the listener has to be asked about first. */
  readRecordings(files: readonly File[], options: ReadOptions): Promise<FilesReading>
  /** The recordings that the project generated itself. */
  fetchSamples(): Promise<Readonly<Record<WindowModelId, File>>>
  readonly baselineMemory: BaselineMemory
  readonly api: PlaylistClient
  readonly pairing: Omit<StudioPairingDeps, 'wait'>
  /** Milliseconds, rising; Unix epoch. */
  now(): number
  /** 0..1, below 1. */
  random(): number
  wait(durationMs: number): Promise<void>
}
