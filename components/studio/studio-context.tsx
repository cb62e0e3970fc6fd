'use client'

import { createContext, useContext } from 'react'
import { useStore } from 'zustand'

import type { StudioState } from '@/lib/stores/studio-state'
import type { StudioActions, StudioStore } from '@/lib/stores/studio-store'

/** Holds the one studio store of a page. */
export const StudioContext = createContext<StudioStore | undefined>(undefined)

const useStudioStore = (): StudioStore => {
  const store = useContext(StudioContext)
  if (store === undefined) throw new Error('A part of the studio was rendered outside its StudioProvider.')
  return store
}

/** Reads a part of the studio's state and renders again when it changes. */
export const useStudio = <Part,>(select: (state: StudioState) => Part): Part => useStore(useStudioStore(), select)

/** What can be done with the studio. */
export const useStudioActions = (): StudioActions => useStudioStore().actions
