import { describe, expect, it } from 'vitest';
import { defang } from '../../../lambda/core/messages/defang.ts';

describe('defang', () => {
  it.each([
    ['https://evil.example/x.mp4', 'https[:]//evil[.]example/x.mp4'],
    ['www.evil.example', 'www[.]evil[.]example'],
    ['WWW.1.2/x', 'WWW[.]1.2/x'],
    ['evil.example/x', 'evil[.]example/x'],
    ['kim@evil.example', 'kim@evil[.]example'],
    ['http://127.0.0.1:8080/', 'http[:]//127.0.0.1:8080/'],
    ['http://localhost', 'http[:]//localhost'],
    ['mailto:kim', 'mailto[:]kim'],
    ['tel:0212345678', 'tel[:]0212345678'],
    ['한국방송.한국', '한국방송[.]한국'],
    ['x.xn--3e0b707e/', 'x[.]xn--3e0b707e/'],
    ['evil。example', 'evil[.]example'],
    ['clip.mov', 'clip[.]mov'],
    ['x.avi.example, x.avian', 'x.avi[.]example, x[.]avian'],
    ['www.x.avi', 'www[.]x.avi'],
  ])('leaves nothing to click on of %s', (text, neutral) => {
    expect(defang(text)).toBe(neutral);
  });

  it.each([
    '/nas-1/2026/11/22/아침뉴스_1000.mp4',
    'live.m3u8, 3.5 files',
    '제품소개_최종.mxf, a.MKV, b.ts',
    'at 03:12:30, 2026-11-22T03:12:30.123Z',
    'said: no. Then yes.',
    'a.b',
    '...and more',
  ])('leaves %s as it is', (text) => {
    expect(defang(text)).toBe(text);
  });
});
