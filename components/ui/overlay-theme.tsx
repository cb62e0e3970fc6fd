'use client'

import { ThemeContext } from '@radix-ui/themes/components/theme'
import type { ComponentProps, ComponentType } from 'react'

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
 * Gives the root of a dialog or a menu the page's look: Radix draws these beside the page, out of its reach. The page itself has no
 * Theme of Radix, which would bring the code of tooltips along: this comes with the dialogs, when the first is opened.
 */
export function withPageLook<Props extends object>(Root: ComponentType<Props>) {
  return (props: Props) => (
    <ThemeContext value={value}>
      <Root {...props} />
    </ThemeContext>
  )
}
