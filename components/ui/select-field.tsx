import { useId } from 'react'

import styles from './ui.module.css'

type SelectFieldProps = {
  /** What is chosen, for who cannot see where the field stands. */
  readonly label: string
  /** Shows the label above the field. */
  readonly isLabelShown?: boolean
  readonly value: string
  readonly options: readonly { readonly value: string; readonly words: string }[]
  onChange(value: string): void
}

/** A choice of one from a list, by the browser's own field. */
export const SelectField = ({ label, isLabelShown = false, value, options, onChange }: SelectFieldProps) => {
  const id = useId()
  return (
    <span className={styles.selectField}>
      <label htmlFor={id} className={isLabelShown ? styles.fieldLabel : 'visually-hidden'}>
        {label}
      </label>
      <select id={id} className={styles.select} value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.words}
          </option>
        ))}
      </select>
    </span>
  )
}
