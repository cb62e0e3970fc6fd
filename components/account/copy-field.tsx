'use client'

import { Button } from '@radix-ui/themes/components/button'
import { useState } from 'react'

import styles from './account.module.css'

/** How long 'Copied' stays on the button, in ms. */
const COPIED_MS = 2500

const words = { no: 'Copy', yes: 'Copied', refused: 'Select and copy by hand' }

/** A text to take along exactly as it is. */
export const CopyField = ({ label, value }: { readonly label: string; readonly value: string }) => {
  const [copied, setCopied] = useState<keyof typeof words>('no')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value)
      setCopied('yes')
    } catch {
      // The browser refused its clipboard; the text stays there to be selected.
      setCopied('refused')
    }
    setTimeout(() => setCopied('no'), COPIED_MS)
  }
  return (
    <div className={styles.copyField}>
      <code>{value}</code>
      <Button size="2" variant="surface" disabled={value === ''} aria-label={`Copy the ${label}`} onClick={() => void copy()}>
        {words[copied]}
      </Button>
      <span className="visually-hidden" role="status">
        {copied === 'no' ? '' : words[copied]}
      </span>
    </div>
  )
}
