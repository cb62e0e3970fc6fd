'use client'

import { useEffect, useRef, useState } from 'react'

import { describeUserState } from '@/lib/core/state/describe-user-state'

import { useStudio } from './studio-context'

/** Sensors move all the time; a screen reader hears of the state at most so often, in ms. */
const QUIET_MS = 6000

/** Says what happened, and what the state has become, without interrupting. */
export const Announcer = () => {
  const announcement = useStudio((state) => state.announcement)
  const stateWords = useStudio((state) => Object.values(describeUserState(state.userState)).join(', '))
  const [spokenState, setSpokenState] = useState('')
  const lastSpokenMs = useRef(0)

  useEffect(() => {
    const waitMs = Math.max(0, lastSpokenMs.current + QUIET_MS - Date.now())
    const timer = setTimeout(() => {
      lastSpokenMs.current = Date.now()
      setSpokenState(stateWords)
    }, waitMs)
    return () => clearTimeout(timer)
  }, [stateWords])

  return (
    <>
      <div className="visually-hidden" role="status">
        {announcement}
      </div>
      <div className="visually-hidden" role="status">
        {spokenState === '' ? '' : `The state now: ${spokenState}.`}
      </div>
    </>
  )
}
