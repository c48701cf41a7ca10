/** Two sides of A4: what happened on the first, the dates one by one on the second. */
export const printStyle = `
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
