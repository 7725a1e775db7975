// What a team mirrors: three small maps, and each count among two thousand teams drawn by lot. Nothing is added up.
import { html } from "../../vendor/preact.js";
import { KEYS } from "../../page.js";
import { SmallMap } from "../../canvas/canvas.js";
import { inOrder, put } from "../parcels/parts.js";

export const lower = (name) => (/^(?:[A-Z]{2}|Member of Parliament|GP )/.test(name) ? name : name[0].toLowerCase() + name.slice(1));

const W = 220, H = 30, TOP = 8;
export function Strip({ row }) {
  const all = [...row.values.map(([v]) => v), row.yours, row.senior], low = Math.min(...all), step = W / (Math.max(...all) - low + 1), tallest = Math.max(...row.values.map(([, n]) => n));
  const x = (v) => (v - low + 0.5) * step, high = (n) => (H - TOP) * n / tallest;
  return html`<svg class="strip" width=${W} height=${H} viewBox=${`0 0 ${W} ${H}`} aria-hidden="true">${row.values.map(([v, n]) => html`<rect key=${v} x=${x(v) - step * 0.4} y=${H - high(n)} width=${step * 0.8} height=${high(n)} fill="var(--tie)"/>`)}
    <path d=${`M0 ${H - 0.5}H${W}`} stroke="var(--soft)"/><circle cx=${x(row.senior)} cy=${TOP - 1} r="4" fill="var(--paper)" stroke="var(--ink)" stroke-width="1.4"/><path d=${`M${x(row.yours)} 0V${H}`} stroke="var(--ink)" stroke-width="3"/></svg>`;
}

function Maps({ screen }) {
  const { words: w, players } = screen.furniture, yours = Object.keys(screen.members), { senior, lot } = screen.mirror;
  return html`<div class="five">${[[w.maps_yours, yours], [put(w.maps_senior, { n: senior.length }), senior], [w.maps_lot, lot]].map(([title, ids]) => html`<figure key=${title}><${SmallMap} seats=${players} near=${ids} label=${title}/>
    <figcaption class="small left"><b>${title}</b>: ${ids.map((i) => lower(players[i].name)).join(", ")}.</figcaption></figure>`)}</div><p class="small">${w.maps_note}</p>`;
}

function Counts({ screen }) {
  const w = screen.furniture.words;
  return html`<p class="small">${put(w.strip_note, w)}</p><table class="counts stack"><thead><tr>${["measure", "strip", "yours", "lot", "senior"].map((k) => html`<th scope="col" key=${k}>${w[k]}</th>`)}</tr></thead><tbody>${inOrder(screen.mirror.rows).map(([m, r]) => html`<tr key=${m}>
    <th scope="row">${w[m]}<br/><span class="small">${put(w.beside, r)}</span></th><td><${Strip} row=${r}/></td><td><span class="label">${w.yours}: </span><b>${r.yours}</b>${r.of ? html` <span class="small">${put(w.of, r)}</span>` : ""}</td><td><span class="label">${w.lot}: </span>${r.low} to ${r.high}</td><td><span class="label">${w.senior}: </span>${r.senior}</td></tr>`)}</tbody></table>
    <details><summary ...${KEYS}>${w.rules_title}</summary><ul class="plain small">${["rule_lived", "rule_pairs", "rule_senior", "rule_lot"].map((k) => html`<li key=${k}>${w[k]}</li>`)}</ul></details><p>${w.rule_caution}</p>`;
}

export function MirrorOf({ screen }) {
  const w = screen.furniture.words, { mirror: m } = screen;
  if (!m) return html`<section><h2>${w.mirrors}</h2><p>${put(w.too_few, { n: Object.keys(screen.members).length })}</p></section>`;
  const lived = m.lived === 0 ? w.lived_none : put(m.lived === 1 ? w.lived_one : w.lived_some, { n: m.lived, m: m.others, who: m.lived_who.map(lower).join(", ") });
  return html`<section><h2>${w.mirrors}</h2><${Maps} screen=${screen}/><${Counts} screen=${screen}/>
    <div class="two even people"><section><h3>${w.alone_title}</h3><p class="small">${m.alone.length ? w.alone_text : w.alone_none}</p><ul class="plain">${m.alone.map((p) => html`<li key=${p.name}>${p.name} <span class="small">${p.kind}</span></li>`)}</ul></section>
      <section><h3>${w.absent_title}</h3><p>${m.absent.join(", ")}.</p><p>${lived}</p>${m.sources.length > 0 && html`<p>${put(w.sources_none, { sources: m.sources.join(", ") })}</p>`}<h3>${w.apart_title}</h3><p>${m.apart.length ? m.apart.join(", ") + "." : w.apart_none}</p></section></div></section>`;
}
