/** Colours by daylight: text has at least 4.5 times the brightness of what is behind it, or the reverse; marks 3 times. */
const light = {
  paper: '#ffffff',
  ink: '#15191e',
  soft: '#57606b',
  rule: '#e1e5ea',
  wash: '#f5f7f9',
  link: '#1b5fa8',
  ...{ complete: '#5b8fc9', failure: '#c8371b', canceled: '#8a929c', open: '#d9a520', grain: '#ffffff' },
  ...{ hatch: '#a9b1bb', 'hatch-ground': '#eef0f3', unrecorded: '#f1f3f5' },
  ...{ none: '#d5e4f4', low: '#f9dccb', fair: '#f2ab8b', high: '#de6c48', bad: '#9b2110' },
  ...{ critical: '#b3261a', 'critical-wash': '#fdecea', warning: '#8a5200', 'warning-wash': '#fff4dd' },
  ...{ good: '#1b6b37', 'good-wash': '#e9f6ed', news: '#1f5f9e', 'news-wash': '#e9f2fb' },
  ...{ grey: '#57606b', 'grey-wash': '#f0f2f5', mark: '#15191e' },
} as const;

/** The same by night. */
const dark: Readonly<Record<keyof typeof light, string>> = {
  paper: '#14171c',
  ink: '#e9ecef',
  soft: '#a6afba',
  rule: '#2c323a',
  wash: '#1b2027',
  link: '#7fb4ee',
  ...{ complete: '#4f84bf', failure: '#f4704f', canceled: '#8a929c', open: '#dcae3c', grain: '#14171c' },
  ...{ hatch: '#59626d', 'hatch-ground': '#20262d', unrecorded: '#1a1e24' },
  ...{ none: '#2a4868', low: '#5b4136', fair: '#91573e', high: '#cb714e', bad: '#ffa688' },
  ...{ critical: '#ff8f80', 'critical-wash': '#361a18', warning: '#f0b95a', 'warning-wash': '#33260f' },
  ...{ good: '#7fd39a', 'good-wash': '#14291b', news: '#85b9f0', 'news-wash': '#152639' },
  ...{ grey: '#a6afba', 'grey-wash': '#20262d', mark: '#ffffff' },
};

function declare(colours: Readonly<Record<string, string>>): string {
  return Object.entries(colours)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';');
}

/** All colours as custom properties; paper is white whatever the screen was. */
export const colours = `:root{${declare(light)}}
@media screen and (prefers-color-scheme:dark){:root{${declare(dark)}}}`;
