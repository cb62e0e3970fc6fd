import '@radix-ui/themes/tokens/base.css'
import '@radix-ui/themes/tokens/colors/sage.css'
import '@radix-ui/themes/tokens/colors/jade.css'
import '@radix-ui/themes/tokens/colors/red.css'
import '@radix-ui/themes/tokens/colors/amber.css'
import '@radix-ui/themes/components.css'
import './globals.css'

import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'

import { SiteFooter } from '@/components/shell/site-footer'
import { SiteHeader } from '@/components/shell/site-header'
import { themeScript } from '@/components/shell/theme-script'
import { look } from '@/components/ui/look'

import { archivo } from './fonts'

export const metadata: Metadata = {
  title: { default: 'Attune: a playlist tuned to how you are', template: '%s · Attune' },
  description:
    'Reads expression, stress and activity in the browser and finds the songs that fit. No picture and no sample leaves the device.',
  applicationName: 'Attune',
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#eceeec' },
    { media: '(prefers-color-scheme: dark)', color: '#0c0f0e' },
  ],
  colorScheme: 'light dark',
}

/** The frame of every page: theme, header, footer. */
export default function RootLayout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en" className={archivo.variable} suppressHydrationWarning>
      <head>
        <script dangerouslySetInnerHTML={{ __html: themeScript }} />
      </head>
      <body>
        <div
          className="radix-themes site"
          data-is-root-theme="true"
          data-has-background="false"
          data-accent-color={look.accentColor}
          data-gray-color={look.grayColor}
          data-panel-background={look.panelBackground}
          data-radius={look.radius}
          data-scaling={look.scaling}
        >
          <a className="skip-link" href="#main">
            Skip to the content
          </a>
          <SiteHeader />
          <main id="main" tabIndex={-1} className="site-main">
            {children}
          </main>
          <SiteFooter />
        </div>
      </body>
    </html>
  )
}
