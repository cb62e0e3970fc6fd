import type { Metadata } from 'next'

import { PhonePage } from '@/components/pairing/phone-page'

export const metadata: Metadata = { title: 'Pair a phone', robots: { index: false } }

/** What the studio's code opens on a phone. */
export default function PairPage() {
  return (
    <div className="page">
      <PhonePage />
    </div>
  )
}
