'use client'

import { useState } from 'react'

import styles from './wishes.module.css'

type NumberPairProps = {
  readonly legend: string
  /** What a screen reader calls the two fields by. */
  readonly unit: string
  readonly range: { readonly min: number; readonly max: number }
  readonly from: number | undefined
  readonly to: number | undefined
  onChange(from: number | undefined, to: number | undefined): void
}

/** Two numbers between which a value should lie, either of which may be left empty; what does not make a range is said and not taken. */
export const NumberPair = ({ legend, unit, range, from, to, onChange }: NumberPairProps) => {
  const [texts, setTexts] = useState({ from: from?.toString() ?? '', to: to?.toString() ?? '' })
  const [taken, setTaken] = useState({ from, to })
  // A wish that was let go elsewhere empties its fields.
  if (taken.from !== from || taken.to !== to) {
    setTaken({ from, to })
    setTexts({ from: from?.toString() ?? '', to: to?.toString() ?? '' })
  }
  const { min, max } = range
  const isNumber = (text: string) => text === '' || (Number.isInteger(Number(text)) && Number(text) >= min && Number(text) <= max)
  const isRange = texts.from === '' || texts.to === '' || Number(texts.from) <= Number(texts.to)
  const problem =
    !isNumber(texts.from) || !isNumber(texts.to) ? `${min} to ${max}, please.` : isRange ? '' : 'The first is after the second.'
  const change = (changed: Partial<typeof texts>) => {
    const next = { ...texts, ...changed }
    setTexts(next)
    if (!isNumber(next.from) || !isNumber(next.to)) return
    const [nextFrom, nextTo] = [next.from, next.to].map((text) => (text === '' ? undefined : Number(text)))
    if (nextFrom !== undefined && nextTo !== undefined && nextFrom > nextTo) return
    setTaken({ from: nextFrom, to: nextTo })
    onChange(nextFrom, nextTo)
  }
  const field = (end: 'from' | 'to', words: string) => (
    <input
      className={styles.number}
      type="text"
      inputMode="numeric"
      aria-label={`${words} ${unit}`}
      aria-invalid={problem !== ''}
      placeholder="any"
      value={texts[end]}
      onChange={({ currentTarget: { value } }) => change({ [end]: value.trim() })}
    />
  )
  return (
    <fieldset className={styles.group}>
      <legend>{legend}</legend>
      <div className={styles.row}>
        {field('from', 'From')}
        <span aria-hidden="true">to</span>
        {field('to', 'To')}
        <span className={styles.problem} role="status">
          {problem}
        </span>
      </div>
    </fieldset>
  )
}
