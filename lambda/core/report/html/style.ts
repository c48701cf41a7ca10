import { colours } from './colours.ts';

const fonts =
  'system-ui,-apple-system,"Segoe UI",Roboto,"Apple SD Gothic Neo","Malgun Gothic","Noto Sans KR","Noto Sans CJK KR",sans-serif';

const text = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;max-width:66rem;padding:2rem 2rem 3rem;background:var(--paper);color:var(--ink);font:400 .9375rem/1.55 ${fonts};font-variant-numeric:tabular-nums;overflow-wrap:break-word}
:lang(ko){word-break:keep-all;overflow-wrap:anywhere}
h1,h2,h3,p,ul,dl,dd,figure{margin:0;padding:0}
ul{list-style:none}
a{color:var(--link)}
code span{display:inline-block}
code{font:.8125rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere;word-break:normal}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
header,footer{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.25rem 1.5rem;color:var(--soft)}
header{margin-bottom:1.25rem}
header b{color:var(--ink);font-weight:650;margin-right:.4rem}
footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--rule);font-size:.875rem}
.as-of{display:block;font-size:.8125rem;text-align:right}
.turning{display:flex;justify-content:space-between;gap:.75rem;margin-bottom:1rem}
.turning a{display:flex;align-items:center;min-height:3rem;padding:.25rem 1rem;border:1px solid var(--rule);border-radius:10px;background:var(--wash);text-decoration:none;font-weight:600}
.turning a[rel=next]{margin-left:auto}
footer nav{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem}
main>section:not(.verdict){margin-top:2.75rem}
h2{font-size:1.125rem;font-weight:650;line-height:1.3;letter-spacing:-.006em;margin-bottom:.9rem}
h2 small{font-size:.875rem;font-weight:400;color:var(--soft);letter-spacing:0}
.note{color:var(--soft);font-size:.875rem;margin-top:.6rem}
section>p+p{margin-top:.35rem}`;

const verdict = `
.verdict{display:flex;gap:1.25rem;align-items:flex-start;padding:1.5rem 1.75rem;border-radius:12px;background:var(--tint);border-left:6px solid var(--tone)}
.verdict .icon{flex:none;margin-top:.2rem}
.verdict h1{font-size:1.875rem;line-height:1.2;font-weight:700;letter-spacing:-.018em;margin:.1rem 0 .4rem;text-wrap:balance}
.verdict h1:last-child{margin-bottom:0}
.status{color:var(--tone);font-weight:700;font-size:.8125rem;letter-spacing:.06em;text-transform:uppercase}
.failed,.critical{--tone:var(--critical);--tint:var(--critical-wash)}
.warning{--tone:var(--warning);--tint:var(--warning-wash)}
.well{--tone:var(--good);--tint:var(--good-wash)}
.recovered,.withdrawn,.info{--tone:var(--news);--tint:var(--news-wash)}
.unmeasured,.unproven{--tone:var(--grey);--tint:var(--grey-wash)}
.verdict.unmeasured,.verdict.unproven{border-left-style:dashed}
.icon .shape{fill:var(--tone)}
.icon .sign{fill:none;stroke:var(--paper);stroke-width:2.6;stroke-linecap:round;stroke-linejoin:round}
.icon{vertical-align:-.15em}
.told-of{margin-top:.5rem;font-weight:600}
.told-of time,.as-of time,.times time{white-space:nowrap}
.mute{margin-top:1rem;padding:.75rem 1.25rem;border:1px dashed var(--soft);border-radius:8px}`;

const counts = `
.tiles{display:grid;grid-template-columns:repeat(5,1fr);gap:1px;background:var(--rule);border:1px solid var(--rule);border-radius:10px;overflow:hidden}
.tiles li{background:var(--paper);padding:.9rem .9rem 1rem;min-width:0}
.tiles h3{font-size:.875rem;font-weight:500;color:var(--soft);display:flex;align-items:center;gap:.45rem}
.count{font-size:2rem;line-height:1.25;font-weight:650;letter-spacing:-.02em;overflow-wrap:anywhere}
.count .absent{font-size:1.0625rem;line-height:2.5rem;display:block;letter-spacing:0}
.absent{color:var(--soft);font-weight:400}
.tiles dl{font-size:.7813rem;line-height:1.5;margin-top:.3rem}
.tiles dl div{display:flex;flex-wrap:wrap;gap:0 .45rem;justify-content:flex-end}
.tiles dt{color:var(--soft);margin-right:auto}
.tiles dd{min-width:0;overflow-wrap:anywhere}
.change{color:var(--soft)}
.change.worse{color:var(--critical);font-weight:650}`;

const lists = `
.findings li{display:flex;gap:.6rem;align-items:baseline;padding:.3rem 0;font-size:1rem}
.findings .icon{flex:none;position:relative;top:.2em}
.chips{display:flex;flex-wrap:wrap;gap:.4rem;margin:.2rem 0 1rem}
.chips li{background:var(--wash);border:1px solid var(--rule);border-radius:99px;padding:.1rem .75rem;font-size:.875rem;min-width:0;overflow-wrap:anywhere}
.chips li:has(>a){padding:0}
.chips a{display:flex;align-items:center;gap:.45rem;min-height:1.75rem;padding:.1rem .75rem;border-radius:99px;color:var(--ink);text-decoration:none}
.chips a:hover{text-decoration:underline}
.chips a[aria-current]{background:var(--ink);color:var(--paper)}
table{border-collapse:collapse;width:100%;font-size:.8438rem;line-height:1.4}
th,td{text-align:left;padding:.36rem .75rem .36rem 0;border-bottom:1px solid var(--rule);vertical-align:top;font-weight:400}
th:last-child,td:last-child{padding-right:0}
thead th{color:var(--soft);font-weight:500;border-bottom-color:var(--soft);vertical-align:bottom}
tbody th{white-space:nowrap}
.number{text-align:right}
.zero{color:var(--soft)}
.files td{overflow-wrap:anywhere}
.files td:nth-child(n+2){color:var(--soft);white-space:normal}
.files td:last-child{white-space:nowrap}
.fold summary{cursor:pointer;padding:.5rem 0;color:var(--link)}
@supports selector(::details-content){
@media print,(min-width:44.01rem){
.fold summary{display:none}
.fold::details-content{content-visibility:visible;display:block}
}
}
.wide{overflow-x:auto}
.wide table{white-space:nowrap}
.dates .told{white-space:normal;min-width:11rem}
.dates td.failures:not(.zero){font-weight:650}
.dates :is(.critical,.warning) td.failures:not(.zero){color:var(--tone)}
.dates small{display:none}
.dates tr.critical th,.dates tr.warning th{font-weight:650}
.reason,.pending{color:var(--soft);font-style:italic}
:lang(ko) .reason,:lang(ko) .pending{font-style:normal}
.severity{color:var(--tone)}
.severity .icon{width:1.1em;height:1.1em}
.accounts td,.accounts th{padding-top:.7rem;padding-bottom:.7rem}
.accounts tbody th{font-weight:650;font-size:.9375rem;white-space:normal;overflow-wrap:anywhere;min-width:11rem}
:is(.accounts th,footer,section>p)>a,footer nav>a{display:inline-block;min-width:1.5rem;margin:-.2rem 0;padding:.2rem 0}
.accounts .verdict-cell{white-space:normal;min-width:13rem}
.verdict-cell b{color:var(--tone)}
.accounts .note{margin-top:.2rem;font-size:.8125rem}
.accounts.fleet :is(td,th){padding-top:.45rem;padding-bottom:.45rem}
.fleet .verdict-cell{min-width:18rem}
.tags{color:var(--soft);font-size:.8125rem;white-space:normal}
.times+.chips{margin-top:.6rem}
.choice{margin-bottom:.5rem}
.choice summary{cursor:pointer;padding:.25rem 0;color:var(--link)}
.more{margin-top:.8rem;font-weight:600}
.sparkline{display:block}
.zero-bar{fill:var(--soft)}
.absent-bar{fill:var(--hatch)}
.facts{display:grid;grid-template-columns:minmax(9rem,auto) 1fr;gap:.4rem 1.5rem;font-size:.875rem}
.facts dt{color:var(--soft)}
.facts dd{min-width:0;overflow-wrap:anywhere}`;

/** How charts look; their geometry is in the drawing. */
const charts = `
.chart svg[role=img]{display:block;overflow:visible;font-size:12px}
.chart>svg{width:calc(100% - 2.75rem);margin-left:2.75rem}
.halves{display:grid;grid-template-columns:1fr 1fr;gap:1rem 1.5rem}
.halves svg{width:100%;font-size:10px!important}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.1rem;margin-top:.7rem;font-size:.8125rem;color:var(--soft)}
.legend li{display:flex;align-items:center;gap:.45rem}
.sample{flex:none}
.tick{fill:var(--soft)}
.grid{stroke:var(--rule)}
.ground{stroke:var(--soft)}
.month{stroke:var(--rule)}
.hit{fill:transparent}
.day:hover .hit{fill:var(--ink);fill-opacity:.07}
.failure{fill:var(--failure)}
.complete{fill:var(--complete)}
.canceled{fill:var(--canceled)}
.open{fill:var(--open)}
.grain{stroke:var(--grain);stroke-width:1.5}
.nothing{fill:var(--paper);stroke:var(--soft);stroke-width:1.5}
.hatch-ground{fill:var(--hatch-ground)}
.hatch-line{stroke:var(--hatch);stroke-width:2;fill:none}
rect.gap:not([fill]){fill:var(--hatch-ground)}
.unrecorded{fill:var(--unrecorded)}
.threshold{stroke:var(--tone);stroke-width:1.5;stroke-dasharray:5 3}
.threshold.critical{stroke-dasharray:10 3}
.curve{fill:none;stroke:var(--failure);stroke-width:1.75;vector-effect:non-scaling-stroke;stroke-linejoin:round}
.area{fill:var(--failure);fill-opacity:.12}
.dot{fill:var(--failure)}
.dot.broken{stroke:var(--paper);stroke-width:1.5}
.cell.none{fill:var(--none)}
.cell.low{fill:var(--low)}
.cell.fair{fill:var(--fair)}
.cell.high{fill:var(--high)}
.cell.bad{fill:var(--bad)}
.cell.unfinished{fill:var(--paper);stroke:var(--soft);stroke-dasharray:2 1.5}
.mark{fill:var(--mark);stroke:var(--paper);stroke-width:1}
.day:hover .cell{stroke:var(--ink)}
.tip{position:fixed;z-index:1;pointer-events:none;max-width:min(22rem,90vw);padding:.45rem .7rem;border-radius:6px;background:var(--ink);color:var(--paper);font-size:.8125rem;line-height:1.45;white-space:pre-line}`;

const phone = `
@media screen and (max-width:44rem){
body{padding:1.25rem 1rem 2rem}
body:has(.turning){padding-bottom:6rem}
.as-of{text-align:left}
.turning{position:fixed;z-index:1;inset:auto 0 0;margin:0;padding:.6rem 1rem max(.6rem,env(safe-area-inset-bottom));background:var(--paper);border-top:1px solid var(--rule)}
.turning a{flex:1;justify-content:center}
.minor{display:none}
.wide table{white-space:normal}
.dates small{display:block;color:var(--soft);white-space:normal}
.dates tr{border-bottom:1px solid var(--rule)}
.dates .told{min-width:0;width:50%}
.dates .number{white-space:nowrap;padding-right:.5rem}
.notices,.notices tbody{display:block}
.notices thead{display:none}
.notices tr{display:grid;grid-template-columns:1fr auto;gap:.1rem 1rem;padding:.5rem 0;border-bottom:1px solid var(--rule)}
.notices :is(th,td){padding:0;border:0}
.notices .severity{grid-area:1/2;text-align:right}
.notices td:nth-child(5){text-align:right}
.accounts,.accounts tbody{display:block}
.accounts thead,.accounts .number{display:none}
.accounts tr{display:grid;grid-template-columns:1fr auto;gap:.4rem 1rem;padding:.9rem 0;border-bottom:1px solid var(--rule)}
.accounts :is(th,td){padding:0;border:0}
.accounts td{grid-column:1/-1}
.accounts td:last-child{grid-area:1/2}
.accounts.fleet tr{gap:0;padding:.35rem 0}
.accounts.fleet :is(td,th){padding:0}
.accounts.fleet td:last-child{grid-area:auto;grid-column:1/-1}
.accounts th{min-width:0}
.accounts th a{display:block;margin:0;padding:.3rem 0}
.fleet .verdict-cell{min-width:0}
.chips a{min-height:2.75rem}
.more a{display:flex;align-items:center;justify-content:center;min-height:3rem;padding:.25rem 1rem;border:1px solid var(--rule);border-radius:10px;background:var(--wash);text-decoration:none}
:is(.fold,.choice) summary{min-height:2.75rem;padding:.6rem 0}
.verdict{gap:.8rem;padding:1rem}
.verdict>div{min-width:0}
.verdict .icon{width:1.9rem;height:1.9rem}
.verdict h1{font-size:1.5rem}
.tiles{grid-template-columns:1fr 1fr}
.tiles li:nth-child(2){order:-1;grid-column:1/-1}
main>section:not(.verdict){margin-top:1.9rem}
.halves{grid-template-columns:1fr}
.halves svg{font-size:12.5px!important}
.facts{grid-template-columns:1fr;gap:0}
.facts dd{margin-bottom:.7rem}
.files,.files tbody,.files tr,.files td{display:block;white-space:normal}
.files thead{display:none}
.files tr{padding:.4rem 0;border-bottom:1px solid var(--rule)}
.files td{display:inline;border:0;padding:0 .5rem 0 0}
.files td:first-child{display:block}
}`;

/** Two sides of A4: what happened on the first, the dates one by one on the second. */
const print = `
@page{size:A4;margin:11mm 13mm}
@media print{
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
body{max-width:none;padding:0;font-size:9pt;line-height:1.35}
header{margin-bottom:.4rem}
h2{font-size:10.5pt;margin-bottom:.3rem}
h2 small{font-size:8pt}
code{font-size:6.5pt}
main>section:not(.verdict){margin-top:.75rem}
section,figure,tr{break-inside:avoid}
.verdict{padding:.55rem 1rem}
.verdict h1{font-size:16pt;margin-bottom:.15rem}
.mute{margin-top:.4rem;padding:.3rem .8rem}
.tiles li{padding:.3rem .45rem .35rem}
.count{font-size:15pt}
.tiles dl div{gap:0 .3rem}
.tiles h3,.chips li,.facts,.note{font-size:7.5pt}
.chips{gap:.25rem;margin-bottom:.25rem}
.findings li{font-size:8.5pt;padding:0;gap:.4rem}
.findings .icon{width:1.1em;height:1.1em}
.note{margin-top:.25rem}
.chart{zoom:.68}
.legend{font-size:9.5pt;margin-top:.3rem}
table,.tiles dl{font-size:7pt;line-height:1.2}
th,td{padding-top:.7pt;padding-bottom:.7pt}
.wide{overflow:visible}
.facts{grid-template-columns:auto 1fr auto 1fr;gap:.05rem .8rem}
.accounts td,.accounts th{padding-top:3pt;padding-bottom:3pt}
footer,.turning{display:none}
.tip{display:none}
}`;

/** All of a page's style. */
export const style = [colours, text, verdict, counts, lists, charts, phone, print].join('');
