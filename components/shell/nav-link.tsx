'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'

import styles from './shell.module.css'

/** A link of the header that knows whether its page is open. */
export const NavLink = ({ href, children }: { readonly href: string; readonly children: ReactNode }) => {
  const pathname = usePathname()
  const isOpen = href === '/' ? pathname === '/' : pathname.startsWith(href)
  return (
    <Link href={href} className={styles.navLink} aria-current={isOpen ? 'page' : undefined}>
      {children}
    </Link>
  )
}
