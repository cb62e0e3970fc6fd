'use client'

import { createContext, useContext, useEffect, useState, type ReactNode } from 'react'
import { useStore } from 'zustand'

import { keepAwake } from '@/lib/devices/keep-awake'
import { openMotionSensor } from '@/lib/devices/open-motion-sensor'
import { createMotionInference } from '@/lib/inference/create-motion-inference'
import { createPairingClient } from '@/lib/stores/pairing/pairing-client'
import { createPhoneStore, type PhoneState, type PhoneStore } from '@/lib/stores/pairing/phone-store'

const PhoneContext = createContext<PhoneStore | undefined>(undefined)

const createBrowserPhone = () => {
  const inference = createMotionInference()
  const store = createPhoneStore({
    inference,
    openMotionSensor,
    client: createPairingClient((address, init) => fetch(address, init)),
    crypto: globalThis.crypto,
    keepAwake,
    wait: (durationMs) =>
      new Promise((resolve) => {
        setTimeout(resolve, durationMs)
      }),
  })
  return { store, inference }
}

/** The one place where the store of the phone's page meets the real sensor, the real model and the real server. */
export const PhoneProvider = ({ children }: { readonly children: ReactNode }) => {
  const [phone] = useState(createBrowserPhone)
  useEffect(() => {
    const { actions } = phone.store
    const open = () => void actions.openLink(location.hash)
    open()
    // A second code that is scanned may change only what is behind the #.
    window.addEventListener('hashchange', open)
    window.addEventListener('pagehide', actions.stop)
    return () => {
      window.removeEventListener('hashchange', open)
      window.removeEventListener('pagehide', actions.stop)
      actions.stop()
      phone.inference.dispose()
    }
  }, [phone])
  return <PhoneContext value={phone.store}>{children}</PhoneContext>
}

const usePhoneStore = (): PhoneStore => {
  const store = useContext(PhoneContext)
  if (store === undefined) throw new Error('A part of the phone’s page was rendered outside its PhoneProvider.')
  return store
}

/** What the phone's page shows. */
export const usePhone = (): PhoneState => useStore(usePhoneStore())

/** What can be done on it. */
export const usePhoneActions = (): PhoneStore['actions'] => usePhoneStore().actions
