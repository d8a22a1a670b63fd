/** A sample of each colour name that the describing tool uses; undefined for a name that is no colour known here. */
const SWATCHES: Readonly<Record<string, string>> = {
  black: '#17181a',
  white: '#fafafa',
  grey: '#868a90',
  gray: '#868a90',
  red: '#d3302f',
  orange: '#ee7a1c',
  yellow: '#f0c929',
  green: '#3a9a45',
  cyan: '#2bb8c4',
  teal: '#1f8a86',
  blue: '#2f66d0',
  purple: '#7b45b8',
  pink: '#e88bb0',
  brown: '#7a5233',
  beige: '#d9c7a3',
};

export const colourSwatch = (name: string): string | undefined => SWATCHES[name.trim().toLowerCase()];
