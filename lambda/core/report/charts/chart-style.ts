/** How charts look; their geometry is in the drawing. */
export const chartStyle = `
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
