'use client'

import { ThemeContext } from '@radix-ui/themes/components/theme'
import type { ComponentProps, ReactNode } from 'react'

import { look } from './look'

const keep = () => {}

const value: ComponentProps<typeof ThemeContext>['value'] = {
  ...look,
  appearance: 'inherit',
  resolvedGrayColor: look.grayColor,
  onAppearanceChange: keep,
  onAccentColorChange: keep,
  onGrayColorChange: keep,
  onPanelBackgroundChange: keep,
  onRadiusChange: keep,
  onScalingChange: keep,
}

/**
 * The page's look for a dialog or a menu, which Radix draws beside the page, out of its reach. The page itself has no Theme of
 * Radix, which would bring the code of tooltips along: this comes with the dialogs, when the first is opened.
 */
export const OverlayTheme = ({ children }: { readonly children: ReactNode }) => <ThemeContext value={value}>{children}</ThemeContext>
