import { type CSSVariablesResolver, createTheme } from '@mantine/core';

const pickerLabels = {
  nextMonth: 'Next month',
  previousMonth: 'Previous month',
  nextYear: 'Next year',
  previousYear: 'Previous year',
  nextDecade: 'Next decade',
  previousDecade: 'Previous decade',
  monthLevelControl: 'Choose month',
  yearLevelControl: 'Choose year',
};

/** Mantine's own shades fall short of 4.5 : 1 in places, and some of its buttons have no name; both are mended here. */
export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 8, dark: 8 },
  defaultRadius: 'sm',
  autoContrast: true,
  luminanceThreshold: 0.3,
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.35' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  components: {
    Button: { styles: { root: { fontWeight: 550 } } },
    Modal: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    Drawer: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    Alert: { defaultProps: { closeButtonLabel: 'Dismiss' } },
    Notification: {
      defaultProps: { closeButtonProps: { 'aria-label': 'Dismiss' } },
      styles: { description: { color: 'var(--mantine-color-text)' } },
    },
    DatePickerInput: { defaultProps: { ariaLabels: pickerLabels } },
    DatePicker: { defaultProps: { ariaLabels: pickerLabels } },
  },
});

const HUES = [
  'gray',
  'red',
  'pink',
  'grape',
  'violet',
  'indigo',
  'blue',
  'cyan',
  'teal',
  'green',
  'lime',
  'yellow',
  'orange',
];

const shade = (shades: readonly string[], index: number): string => shades[index] ?? 'currentColor';

export const cssVariables: CSSVariablesResolver = ({ colors }) => {
  const shadesOf = (hue: string) => colors[hue] ?? [];
  return {
    variables: {},
    light: {
      '--mantine-color-dimmed': shade(colors.gray, 7),
      '--mantine-color-placeholder': shade(colors.gray, 7),
      '--mantine-color-error': shade(colors.red, 9),
      ...Object.fromEntries(
        HUES.map((hue) => [
          `--mantine-color-${hue}-light-color`,
          `color-mix(in srgb, ${shade(shadesOf(hue), 9)} 65%, black)`,
        ]),
      ),
    },
    dark: {
      '--mantine-color-dimmed': shade(colors.dark, 1),
      '--mantine-color-placeholder': shade(colors.dark, 1),
      '--mantine-color-error': shade(colors.red, 4),
    },
  };
};
