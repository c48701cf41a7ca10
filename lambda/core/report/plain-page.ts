import { html } from 'hono/html';
import { renderDocument } from './html/document.ts';
import { drawIcon } from './html/icon.ts';
import { drawCommand, type Html } from './html/markup.ts';

/** Why there is nothing to see: the link opens nothing, nothing is recorded, or it cannot be read at the moment. */
export type Absence = 'refused' | 'nothing' | 'failed';

/** A heading, and what to do. */
type Said = { readonly heading: string; readonly text: string };

/** In both languages, as nobody knows yet who is asking. They name neither account nor stack: whoever has no link learns nothing. */
const wording: Readonly<Record<Absence, { readonly en: Said; readonly ko: Said }>> = {
  refused: {
    en: {
      heading: 'This link opens nothing',
      text: 'It is not whole, or its time is over. Newer messages have newer links, and whoever runs vod-nightly can make one:',
    },
    ko: {
      heading: '열 수 없는 링크입니다',
      text: '링크가 온전하지 않거나 기한이 지났습니다. 최근 알림의 링크를 여십시오. vod-nightly 운영자는 새 링크를 만들 수 있습니다:',
    },
  },
  nothing: {
    en: { heading: 'Nothing is recorded here yet', text: 'No night has asked for it.' },
    ko: { heading: '아직 기록이 없습니다', text: '이 내용을 조회한 야간 작업이 없습니다.' },
  },
  failed: {
    en: {
      heading: 'This page cannot be shown now',
      text: 'The archive could not be read; the log of the reader says why. The command line may still answer:',
    },
    ko: {
      heading: '지금은 이 페이지를 표시할 수 없습니다',
      text: '보관소를 읽지 못했습니다. 원인은 리더의 로그에 있습니다. 명령줄에서는 조회될 수 있습니다:',
    },
  },
};

const commands: Readonly<Partial<Record<Absence, string>>> = {
  refused: 'npx vod-nightly link --account NAME --stack STACK',
  failed: 'npx vod-nightly history --stack STACK',
};

/** A page that says in both languages why there is nothing to see. */
export function renderPlainPage(absence: Absence): Promise<string> {
  const { en, ko } = wording[absence];
  return renderDocument({
    language: 'en',
    title: en.heading,
    status: 'unmeasured',
    body: html`<header><p><b>vod-nightly</b></p></header>
<main><section class="verdict unmeasured">${drawIcon('unmeasured', 44)}<div>
<h1>${en.heading}</h1>${drawText(en.text, absence)}</div></section>
<section lang="ko"><h2>${ko.heading}</h2>${drawText(ko.text, absence)}</section></main>`,
  });
}

function drawText(text: string, absence: Absence): Html {
  const command = commands[absence];
  return html`<p>${text}</p>${command === undefined ? undefined : html`<p>${drawCommand(command)}</p>`}`;
}
