// One card on its seven lines: seven places a line, as radio buttons; the learner's other cards as letters below.
import { html, useState } from "../../vendor/preact.js";
import { KEYS } from "../../page.js";
import { inOrder } from "../parts/choice.js";

function Line7({ line, screen, id, dim, d, card }) {
  const [pressed, press] = useState(0), f = screen.furniture, at = pressed || card.places[dim] || 0, was = card.before?.[dim], name = `sl-${line.model.model_id ?? "x"}-${id}-${dim}`;
  const choose = async (n) => { press(n); await line.move({ do: "place", problem: id, dimension: dim, at: n }); press(0); };
  const others = (n) => screen.order.filter((o) => o !== id && screen.cards[o].places[dim] === n).map((o) => screen.cards[o].letter);
  return html`<div class="dim" role="radiogroup" aria-labelledby=${name} aria-describedby=${`${name}-ends`}><p class="dimasks" id=${name}>${d.asks}</p><span class="hidden" id=${`${name}-ends`}>From 1, ${d.low}, to ${f.places}, ${d.high}.</span>
    <span class="small pole low" aria-hidden="true">${d.low}</span><span class="stops">${Array.from({ length: f.places }, (_, k) => k + 1).map((n) => { const here = others(n); return html`<label key=${n} class=${"place" + (at === n ? " on" : "") + (was === n ? " was" : "")}>
      <input type="radio" name=${name} value=${n} checked=${at === n} aria-label=${`${n} of ${f.places}${n === 1 ? `, ${d.low}` : n === f.places ? `, ${d.high}` : ""}${was === n ? `, ${f.words.was}` : ""}${here.length ? `, beside ${here.join(", ")}` : ""}`} onChange=${() => choose(n)} ...${KEYS}/>
      <span class="lets" aria-hidden="true">${was === n && at !== n && html`<i>${f.words.was}</i>`}${here.join(" ")}</span></label>`; })}</span><span class="small pole high" aria-hidden="true">${d.high}</span></div>`;
}

export function Lines({ line, screen, id }) {
  return inOrder(screen.furniture.dimensions).map(([dim, d]) => html`<${Line7} key=${`${id}.${dim}`} line=${line} screen=${screen} id=${id} dim=${dim} d=${d} card=${screen.cards[id]}/>`);
}
