/** The look that all of Radix Themes' parts share; the colours themselves are set in app/globals.css. */
export const look = { accentColor: 'jade', grayColor: 'sage', panelBackground: 'translucent', radius: 'medium', scaling: '100%' } as const
