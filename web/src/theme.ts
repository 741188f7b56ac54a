import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

const accent: MantineColorsTuple = [
  '#eceefb',
  '#d6daf6',
  '#aeb6ee',
  '#8591e5',
  '#6372dc',
  '#5563d6',
  '#4352c4',
  '#3947b0',
  '#303d9b',
  '#263286',
]

/** Mantine's blocks, drawn with the tokens of tokens.css. */
export const theme = createTheme({
  colors: { accent },
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 5 },
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  defaultRadius: 'var(--radius)',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '18px' },
  respectReducedMotion: true,
  components: {
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    Button: { defaultProps: { size: 'sm' } },
    Menu: {
      defaultProps: { transitionProps: { duration: 80 }, shadow: 'sm' },
      styles: { dropdown: { background: 'var(--surface)', borderColor: 'var(--line-strong)' } },
    },
    Modal: { defaultProps: { transitionProps: { duration: 80 }, shadow: 'sm' } },
    Tooltip: { defaultProps: { transitionProps: { duration: 80 } } },
    Textarea: { defaultProps: { size: 'sm' } },
    NumberInput: { defaultProps: { size: 'sm' } },
    Drawer: { defaultProps: { transitionProps: { duration: 120 } } },
  },
})

const fromTokens = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--ink-2)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-error': 'var(--bad)',
  '--mantine-color-placeholder': 'var(--ink-2)',
  '--mantine-color-disabled-color': 'var(--ink-2)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--surface-3)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--line-strong)',
}

export const tokensForMantine: CSSVariablesResolver = () => ({
  variables: {},
  light: fromTokens,
  dark: {
    ...fromTokens,
    // Fields and boxes to tick lie on the page, as they do in light.
    '--mantine-color-dark-6': 'var(--surface)',
    '--mantine-color-dark-5': 'var(--surface-3)',
    '--mantine-color-dark-4': 'var(--line-strong)',
  },
})
