'use client'

import { useEffect, useRef } from 'react'

import { eyeBars, eyeFan, eyeField } from './eye-geometry'
import styles from './state.module.css'

type TuningEyeProps = {
  /** (128,); undefined draws the empty ring. */
  readonly vector: Float32Array | undefined
  /** 0..1 */
  readonly confidence: number
  /** Turns while a playlist is being made. */
  readonly isTurning: boolean
  readonly description: string
}

const MOVE_MS = 450
const EMPTY = new Float32Array(128)

/** The state as a tuning eye: one bar for each of its 128 numbers, and a fan in the middle that closes as the signals are surer. */
export const TuningEye = ({ vector, confidence, isTurning, description }: TuningEyeProps) => {
  const outward = useRef<SVGPathElement>(null)
  const inward = useRef<SVGPathElement>(null)
  const fan = useRef<SVGPathElement>(null)
  const shown = useRef({ vector: EMPTY, confidence: 0 })

  useEffect(() => {
    const from = shown.current
    const to = { vector: vector ?? EMPTY, confidence: vector === undefined ? 0 : confidence }
    const paint = (share: number) => {
      const mixed = to.vector.map((value, index) => (from.vector[index] ?? 0) + share * (value - (from.vector[index] ?? 0)))
      const sure = from.confidence + share * (to.confidence - from.confidence)
      const bars = eyeBars(mixed)
      outward.current?.setAttribute('d', bars.outward)
      inward.current?.setAttribute('d', bars.inward)
      fan.current?.setAttribute('d', eyeFan(sure))
      shown.current = { vector: mixed, confidence: sure }
    }
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      paint(1)
      return undefined
    }
    let frame = 0
    let beganMs: number | undefined
    const step = (nowMs: number) => {
      beganMs ??= nowMs
      const done = Math.min(1, (nowMs - beganMs) / MOVE_MS)
      paint(1 - (1 - done) ** 3)
      if (done < 1) frame = requestAnimationFrame(step)
    }
    frame = requestAnimationFrame(step)
    return () => cancelAnimationFrame(frame)
  }, [vector, confidence])

  const { size, middle, ring, longestBar, pupil } = eyeField
  return (
    <svg
      className={styles.eye}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={description}
      data-empty={vector === undefined}
      data-turning={isTurning}
    >
      {[ring - longestBar, ring - longestBar / 2, ring + longestBar / 2, ring + longestBar].map((radius) => (
        <circle key={radius} cx={middle} cy={middle} r={radius} className={styles.groove} />
      ))}
      <g className={styles.bars}>
        <circle cx={middle} cy={middle} r={ring} className={styles.ring} />
        <path ref={outward} className={styles.outward} />
        <path ref={inward} className={styles.inward} />
      </g>
      <circle cx={middle} cy={middle} r={pupil} className={styles.pupil} />
      <path ref={fan} className={styles.fan} />
      <circle cx={middle} cy={middle} r={17} className={styles.spindle} />
    </svg>
  )
}
