/**
 * Each colour by day and by night: text has at least 4.5 times the brightness of what is behind it, or the reverse; marks 3
 * times.
 */
const palette: Readonly<Record<string, readonly [day: string, night: string]>> = {
  paper: ['#ffffff', '#14171c'],
  ink: ['#15191e', '#e9ecef'],
  soft: ['#57606b', '#a6afba'],
  rule: ['#e1e5ea', '#2c323a'],
  wash: ['#f5f7f9', '#1b2027'],
  link: ['#1b5fa8', '#7fb4ee'],
  complete: ['#5b8fc9', '#4f84bf'],
  failure: ['#c8371b', '#f4704f'],
  canceled: ['#8a929c', '#8a929c'],
  open: ['#d9a520', '#dcae3c'],
  grain: ['#ffffff', '#14171c'],
  hatch: ['#a9b1bb', '#59626d'],
  'hatch-ground': ['#eef0f3', '#20262d'],
  unrecorded: ['#f1f3f5', '#1a1e24'],
  none: ['#d5e4f4', '#2a4868'],
  low: ['#f9dccb', '#5b4136'],
  fair: ['#f2ab8b', '#91573e'],
  high: ['#de6c48', '#cb714e'],
  bad: ['#9b2110', '#ffa688'],
  critical: ['#b3261a', '#ff8f80'],
  'critical-wash': ['#fdecea', '#361a18'],
  warning: ['#8a5200', '#f0b95a'],
  'warning-wash': ['#fff4dd', '#33260f'],
  good: ['#1b6b37', '#7fd39a'],
  'good-wash': ['#e9f6ed', '#14291b'],
  news: ['#1f5f9e', '#85b9f0'],
  'news-wash': ['#e9f2fb', '#152639'],
  grey: ['#57606b', '#a6afba'],
  'grey-wash': ['#f0f2f5', '#20262d'],
  mark: ['#15191e', '#ffffff'],
};

function declare(time: 0 | 1): string {
  return Object.entries(palette)
    .map(([name, colours]) => `--${name}:${colours[time]}`)
    .join(';');
}

/** All colours as custom properties; paper is white whatever the screen was. */
export const colours = `:root{${declare(0)}}
@media screen and (prefers-color-scheme:dark){:root{${declare(1)}}}`;
