import { Button, createTheme, type CSSVariablesResolver, Drawer, Input, type MantineColorsTuple, Modal } from '@mantine/core'

const SEA: MantineColorsTuple = ['#e3eff3', '#c7dfe7', '#a3cbd8', '#7cc4dc', '#4d9db8', '#2c819d', '#186b87', '#0f6280', '#0b5a73', '#07485d']

/** Mantine speaks through the roles of tokens.css, so that nothing looks like the stock kit. */
// Locking the scroll behind a window writes a style element without nonce, which the content policy refuses.
export const theme = createTheme({
  colors: { sea: SEA },
  primaryColor: 'sea',
  primaryShade: { light: 8, dark: 3 },
  autoContrast: true,
  fontFamily: 'var(--font)',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.9375rem', lg: '0.9375rem', xl: '1.5625rem' },
  headings: { fontFamily: 'var(--font)', fontWeight: '600' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '10px', xl: '16px' },
  spacing: { xs: '4px', sm: '8px', md: '16px', lg: '24px', xl: '32px' },
  defaultRadius: 'md',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Button: Button.extend({ defaultProps: { size: 'sm', fw: 600 }, styles: { root: { minHeight: 36, fontSize: 'var(--size-text)' } } }),
    Input: Input.extend({ defaultProps: { size: 'sm' }, styles: { input: { fontSize: 'var(--size-text)' } } }),
    Modal: Modal.extend({ defaultProps: { lockScroll: false, yOffset: '10vh', transitionProps: { duration: 0 }, radius: 'lg' } }),
    Drawer: Drawer.extend({ defaultProps: { lockScroll: false, position: 'right', transitionProps: { duration: 0 } } }),
  },
})

const ROLES = {
  '--mantine-color-body': 'var(--paper)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-bright': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--ink-soft)',
  '--mantine-color-placeholder': 'var(--ink-soft)',
  '--mantine-color-anchor': 'var(--sea)',
  '--mantine-color-error': 'var(--coral)',
  '--mantine-color-default': 'var(--card)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--line)',
  '--mantine-color-disabled': 'var(--shore)',
  '--mantine-color-disabled-color': 'var(--ink-soft)',
  '--mantine-primary-color-filled': 'var(--sea-fill)',
  '--mantine-primary-color-contrast': 'var(--on-sea)',
  '--mantine-color-sea-filled': 'var(--sea-fill)',
  '--mantine-color-sea-filled-hover': 'color-mix(in srgb, var(--sea-fill) 88%, var(--ink))',
  '--mantine-color-sea-light': 'var(--sea-soft)',
  '--mantine-color-sea-light-hover': 'var(--hover)',
  '--mantine-color-sea-light-color': 'var(--sea)',
  '--mantine-color-sea-outline': 'var(--sea)',
}

export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: ROLES, dark: ROLES })
