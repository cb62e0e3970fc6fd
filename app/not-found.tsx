import type { Metadata } from 'next'
import Link from 'next/link'

import { PageHead } from '@/components/ui/page-head'

export const metadata: Metadata = { title: 'Nothing at this address' }

/** For an address that leads nowhere. */
export default function NotFound() {
  return (
    <div className="page">
      <PageHead title="No station here">There is nothing at this address.</PageHead>
      <p>
        <Link href="/">Back to the studio</Link>
      </p>
    </div>
  )
}
