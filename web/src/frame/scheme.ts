import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'

/** Light, dark, or as the system says; the choice is remembered. */
export function useScheme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true })
  const now = useComputedColorScheme('light', { getInitialValueInEffect: false })
  return {
    wish: colorScheme,
    choose: setColorScheme,
    toggle: () => setColorScheme(now === 'dark' ? 'light' : 'dark'),
  }
}
