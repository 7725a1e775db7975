// All the learner's cards on the same seven lines: a thread a card, or a table in which they can be moved as well.
import { html, useState } from "../../vendor/preact.js";
import { Button, KEYS } from "../../page.js";
import { inOrder, put } from "../parts/choice.js";

const NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven"];

// Two cards in a sentence: where the first stands left of the second, right of it, together with it.
export function between(dims, one, two) {
  const both = dims.filter(([d]) => one.places[d] && two.places[d]), left = both.filter(([d]) => one.places[d] < two.places[d]).length, right = both.filter(([d]) => one.places[d] > two.places[d]).length;
  const same = both.filter(([d]) => one.places[d] === two.places[d]).map(([, it]) => `“${it.asks}”`), n = (k, side) => `to the ${side} of it on ${NUMBERS[k] ?? k} line${k === 1 ? "" : "s"}`;
  if (!both.length) return "";
  const apart = [left && n(left, "left"), right && n(right, "right")].filter(Boolean).join(", ") || "nowhere apart";
  const together = same.length > 1 ? `${same.slice(0, -1).join(", ")} and ${same[same.length - 1]}` : same[0];
  return `“${one.title}” beside “${two.title}”: ${apart}${same.length ? `; together on ${together}` : ""}.`;
}

// One card in words: what a thread shows to somebody who sees it.
function inWords(dims, card) { return dims.map(([d, it]) => `“${it.asks}” ${card.places[d] ? `${card.places[d]} of 7` : "not placed"}`).join("; "); }

// Letters of cards that stand on one place: they do not fit on the dot, so a frame says that they share it.
function Cell({ screen, picked, here }) {
  return html`<span class="cell"><span class=${"group" + (here.length > 1 ? " shared" : "")}>${here.map((id) => { const p = picked.indexOf(id); return html`<b key=${id} class=${p === 0 ? "first" : p === 1 ? "second" : ""}>${screen.cards[id].letter}</b>`; })}</span></span>`;
}

function Threads({ screen, picked }) {
  const dims = inOrder(screen.furniture.dimensions), n = screen.furniture.places;
  const path = (card) => { let d = ""; dims.forEach(([dim], row) => { const at = card.places[dim]; if (at) d += `${d ? "L" : "M"}${at - 0.5} ${row + 0.5}`; }); return d; };
  const list = [...screen.order].sort((a, b) => picked.indexOf(a) - picked.indexOf(b));
  return html`<div class="threads" role="img" aria-label=${`${screen.order.length} cards on ${dims.length} lines. The table says the same and lets you move them.`}>
    <svg class="threadlines" viewBox=${`0 0 ${n} ${dims.length}`} preserveAspectRatio="none" aria-hidden="true">${list.map((id) => { const k = picked.indexOf(id); return html`<path key=${id} d=${path(screen.cards[id])} class=${k === 0 ? "first" : k === 1 ? "second" : picked.length ? "faint" : ""}/>`; })}</svg>
    ${dims.map(([dim, d]) => html`<div class="threadrow" key=${dim}><div class="lefthand"><p class="dimasks">${d.asks}</p><span class="small pole low">${d.low}</span></div><span class="cells">${Array.from({ length: n }, (_, k) => html`<${Cell} key=${k} screen=${screen} picked=${picked} here=${screen.order.filter((id) => screen.cards[id].places[dim] === k + 1)}/>`)}</span><span class="small pole high">${d.high}</span></div>`)}</div>`;
}

const ends = (d, n) => `1: ${d.low.toLowerCase()}; ${n}: ${d.high.toLowerCase()}`;

function AsTable({ line, screen }) {
  const f = screen.furniture, dims = inOrder(f.dimensions), n = f.places;
  return html`<table class="stack places"><thead><tr><th scope="col">${f.words.card}</th>${dims.map(([d, it]) => html`<th scope="col" key=${d}>${it.asks}<br/><span class="small">${ends(it, n)}</span></th>`)}</tr></thead><tbody>${screen.order.map((id) => { const c = screen.cards[id]; return html`<tr key=${id}><th scope="row"><b class="disc">${c.letter}</b> ${c.title}</th>
    ${dims.map(([d, it]) => html`<td key=${d}><span class="under" aria-hidden="true">${it.asks}<br/><span class="small">${ends(it, n)}</span></span><select aria-label=${`${c.title}: ${it.asks} ${ends(it, n)}`} onChange=${(e) => line.move({ do: "place", problem: id, dimension: d, at: Number(e.target.value) })} ...${KEYS}>${!c.places[d] && html`<option value="0" selected disabled>–</option>`}${Array.from({ length: n }, (_, k) => html`<option key=${k} value=${k + 1} selected=${c.places[d] === k + 1}>${k + 1}</option>`)}</select></td>`)}</tr>`; })}</tbody></table>`;
}

export function Side({ line, screen }) {
  const f = screen.furniture, w = f.words, dims = inOrder(f.dimensions), [way, setWay] = useState("threads"), [chosen, choose] = useState([]);
  if (screen.order.length < 2) return html`<section><h2>${w.beside}</h2><p class="small">${w.beside_none}</p></section>`;
  const picked = chosen.filter((id) => screen.order.includes(id)), toggle = (id) => choose(picked.includes(id) ? picked.filter((x) => x !== id) : [...picked, id].slice(-2));
  const said = picked.length === 2 ? between(dims, screen.cards[picked[0]], screen.cards[picked[1]]) : picked.length ? `${screen.cards[picked[0]].title}: ${inWords(dims, screen.cards[picked[0]])}.` : w.choose_none;
  return html`<section class="beside"><div class="row between"><h2>${w.beside}</h2><div class="segment" role="group" aria-label=${w.show_as}>${["threads", "table"].map((k) => html`<${Button} key=${k} kind="toggle" aria-pressed=${way === k ? "true" : "false"} onClick=${() => setWay(k)}>${w[k]}</${Button}>`)}</div></div><p class="small">${way === "threads" ? w.beside_text : w.table_text}</p>
    ${way === "threads" ? html`<figure><${Threads} screen=${screen} picked=${picked}/></figure><div class="whichcards" role="group" aria-label=${w.which}>${screen.order.map((id) => { const c = screen.cards[id], k = picked.indexOf(id); return html`<${Button} key=${id} kind=${"name whichcard" + (k === 0 ? " first" : k === 1 ? " second" : "")} aria-pressed=${k >= 0 ? "true" : "false"} onClick=${() => toggle(id)}><b class="disc">${c.letter}</b> ${c.title}</${Button}>`; })}</div><p class=${"saidof" + (picked.length ? "" : " none")} aria-live="polite">${said}</p>`
      : html`<${AsTable} line=${line} screen=${screen}/>`}
    ${screen.as_one.length > 0 && html`<div class="seen"><p>${w.as_one}</p><ul>${screen.as_one.map(([a, b]) => html`<li key=${a + b}>${put(w.as_one_pair, { a, b })}</li>`)}</ul><p>${w.as_one_asks}</p></div>`}${screen.flat.length > 0 && html`<div class="seen"><p>${w.flat}</p><ul>${screen.flat.map((a) => html`<li key=${a}>“${a}”</li>`)}</ul><p>${w.flat_asks}</p></div>`}${(screen.as_one.length > 0 || screen.flat.length > 0) && html`<p class="small">${w.rule}</p>`}</section>`;
}
