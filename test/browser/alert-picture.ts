import { html } from 'hono/html';
import { formatAddress, type Part } from '../../lambda/core/links/address.ts';
import { usualLinkDays } from '../../lambda/core/links/links.ts';
import { composeAlert, type Message } from '../../lambda/core/messages/alert.ts';
import { renderPage } from '../../lambda/core/report/date-page.ts';
import { createReport } from '../../lambda/core/report/report.ts';
import { addDays } from '../../lambda/core/time/day.ts';
import { createLinks } from '../../lambda/reader/links.ts';
import { lastDate, type ReportHistory } from '../support/report-history.ts';

const reader = 'https://abcdefghijklmnopqrstuvwxyz012345.lambda-url.ap-northeast-2.on.aws';
const key = 'a-key-that-opens-nothing-anywhere';

/** A phone of 360 CSS pixels beside another one, and how much of both is seen. */
export const alertPicture = { width: 816, height: 920, scale: 1.5 };

/** A page that shows two phones: the mail of the last date's alert, and the page that its link opens. */
export async function renderAlertPicture(history: ReportHistory): Promise<string> {
  const { name } = history.account;
  const to = (part: Part, date = lastDate) => formatAddress({ account: name, date, part });
  const report = createReport({ ...history, date: lastDate });
  const navigation = {
    previous: to('page', addDays(lastDate, -1)),
    ...{ accounts: formatAddress({ part: 'page' }), table: to('csv'), json: to('json'), files: to('files') },
  };
  return renderPhones(renderMail(await alertOf(history)), await renderPage(report, navigation));
}

/** The alert of an account that does not want its files named: short enough for its link to be seen at once. */
async function alertOf({ account, ledger }: ReportHistory): Promise<Message> {
  const line = ledger.get(lastDate);
  if (line === undefined) throw new Error(`the history has nothing of ${lastDate}`);
  const notices = line.notices.map((notice) => ({ line, notice }));
  const expiresMs = Date.parse(lastDate) + usualLinkDays * 86_400_000;
  const pageOf = await createLinks(reader, async () => key).linksTo(account.name, expiresMs);
  return composeAlert({ account, stack: 'VodNightly', pageOf }, notices, ledger);
}

/** As a mail program shows plain text: in the letters of the phone, with addresses to tap on. */
function renderMail({ headlines: [subject], mail }: Message): string {
  const text = mail
    .split(/(https:\S+[\w/])/)
    .map((part, index) => (index % 2 === 0 ? part : html`<a href="${part}">${part}</a>`));
  return String(html`<!doctype html>
<style>
body{margin:0;padding:20px 16px;background:#fff;color:#1c1c1e;font:14px/1.45 system-ui,'DejaVu Sans','Noto Sans CJK KR',sans-serif}
h1{margin:12px 0 16px;font-size:17px;line-height:1.3}
p{margin:0;display:flex;align-items:baseline;justify-content:space-between;color:#6b6b70;font-size:13px;border-bottom:1px solid #ddd;padding-bottom:12px}
b{color:#1c1c1e;font-size:15px}
pre{margin:0;font:inherit;white-space:pre-wrap;overflow-wrap:anywhere}
a{color:#0a58ca}
</style>
<p><b>AWS Notifications</b><span>01:10</span></p>
<h1>${subject}</h1>
<pre>${text}</pre>`);
}

function renderPhones(mail: string, page: string): string {
  return String(html`<!doctype html>
<style>
body{margin:0;display:flex;gap:32px;padding:24px;background:#e9ebee}
iframe{border:4px solid #2b2f36;border-radius:28px;width:360px;height:864px;background:#fff}
</style>
<iframe srcdoc="${mail}"></iframe><iframe srcdoc="${page}"></iframe>`);
}
