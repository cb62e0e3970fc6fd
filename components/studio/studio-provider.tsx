'use client'

import { useEffect, useState, type ReactNode } from 'react'

import { AppError } from '@/lib/core/app-error'
import type { RecordingReader } from '@/lib/formats/recording-reader'
import type { WindowModelId } from '@/lib/inference/inference'
import { openMotionSensor } from '@/lib/devices/open-motion-sensor'
import { createPairingClient } from '@/lib/stores/pairing/pairing-client'
import { createPlaylistClient } from '@/lib/stores/playlist-client'
import { createStudioStore } from '@/lib/stores/studio-store'

import { createBrowserInference } from './inference-provider'
import { loadPart } from './load-part'
import { rememberBaseline } from './remember-baseline'
import { StudioContext } from './studio-context'

const SAMPLE_FILES: Readonly<Record<WindowModelId, string>> = { stress: 'empatica-e4.zip', activity: 'sensor-logger.zip' }

const fetchSample = async (fileName: string): Promise<File> => {
  const response = await fetch(`/samples/${fileName}`).catch((cause: unknown) => {
    throw new AppError('SERVER_UNREACHABLE', 'The sample data could not be fetched: the Attune server does not answer.', { cause })
  })
  if (!response.ok) throw new AppError('NOT_FOUND', `The sample ${fileName} is not there: the server answered ${response.status}.`)
  return new File([await response.blob()], fileName)
}

const createBrowserStudio = () => {
  const inference = createBrowserInference()
  let reader: Promise<RecordingReader> | undefined
  const store = createStudioStore({
    inference,
    devices: {
      openCamera: async () => (await loadPart(() => import('@/lib/devices/open-camera'))).openCamera(),
      // Not loaded with the tap: iOS asks for permission only at once.
      openMotionSensor,
      readPhoto: async (file) => (await loadPart(() => import('@/lib/devices/read-photo'))).readPhoto(file),
      watchPage: (onSeen) => document.addEventListener('visibilitychange', () => onSeen(document.visibilityState === 'visible')),
      showFile: (file) => URL.createObjectURL(file),
      forgetFile: (url) => URL.revokeObjectURL(url),
    },
    readRecordings: async (files, options) => {
      reader ??= loadPart(() => import('@/lib/formats/recording-reader')).then(({ createRecordingReader }) => createRecordingReader())
      reader.catch(() => {
        reader = undefined
      })
      return (await reader).read(files, options)
    },
    fetchSamples: async () => {
      const [stress, activity] = await Promise.all([fetchSample(SAMPLE_FILES.stress), fetchSample(SAMPLE_FILES.activity)])
      return { stress, activity }
    },
    baselineMemory: rememberBaseline(() => localStorage),
    api: createPlaylistClient((address, init) => fetch(address, init)),
    pairing: {
      client: createPairingClient((address, init) => fetch(address, init)),
      crypto: globalThis.crypto,
      origin: () => location.origin,
    },
    now: () => Date.now(),
    random: () => Math.random(),
    wait: (durationMs) =>
      new Promise((resolve) => {
        setTimeout(resolve, durationMs)
      }),
  })
  return {
    store,
    close: () => {
      store.actions.closeWebcam()
      store.actions.closeMotion()
      store.actions.unpairPhone()
      inference.dispose()
      void reader?.then((opened) => opened.dispose())
    },
  }
}

/** The one place where the studio's store meets the real camera, the real models and the real server. */
export const StudioProvider = ({ children }: { readonly children: ReactNode }) => {
  const [studio] = useState(createBrowserStudio)
  useEffect(() => {
    const { recallBaseline, unpairPhone } = studio.store.actions
    void recallBaseline()
    // A page that is closed is not unmounted.
    window.addEventListener('pagehide', unpairPhone)
    return () => {
      window.removeEventListener('pagehide', unpairPhone)
      studio.close()
    }
  }, [studio])
  return <StudioContext value={studio.store}>{children}</StudioContext>
}
