// The boundary slider: from one organisation to the whole county, what each source still reaches. The rules count; the slider only chooses a place.
import { html, useState } from "../../vendor/preact.js";
import { KEYS } from "../../page.js";
import { StakeholderMap } from "../../canvas/canvas.js";
import { Pan } from "../../canvas/frame.js";
import { inOrder, put } from "../parcels/parts.js";
import { Discs, level } from "./discs.js";

export function Boundary({ screen, sit }) {
  const w = screen.furniture.words, all = screen.furniture.everybody, twelve = inOrder(screen.players).map(([i]) => i), me = screen.sits[sit].id;
  const [player, setPlayer] = useState(twelve.includes(me) ? me : twelve[0]), [place, setPlace] = useState(1), [lit, setLit] = useState("position"), it = screen.reach[player], source = it.sources[lit];
  const inside = Object.keys(it.places).filter((i) => it.places[i] <= place), here = Object.fromEntries([player, ...inside].map((i) => [i, { ...all[i], label: all[i].name }]));
  const filled = Object.fromEntries([player, ...source.reached].map((i) => [i, true])), words = w.reach_places;
  return html`<p>${w.reach_text}</p><div class="row axes"><span class="pick-source"><label for="sl-reach-who"><b>${w.reach_player}</b></label><select id="sl-reach-who" value=${player} onChange=${(e) => setPlayer(e.target.value)} ...${KEYS}>${twelve.map((i) => html`<option key=${i} value=${i} selected=${i === player}>${all[i].name}</option>`)}</select></span></div>
    <div class="slider"><label for="sl-boundary"><b>${w.reach_slider}:</b> ${words[place]}</label><input type="range" id="sl-boundary" min="0" max=${words.length - 1} step="1" value=${place} aria-valuetext=${words[place]} onInput=${(e) => setPlace(Number(e.target.value))} ...${KEYS}/><div class="ends small" aria-hidden="true"><span>${words[0]}</span><span>${words[words.length - 1]}</span></div></div>
    <div class="reachers" role="radiogroup" aria-label=${w.source}>${inOrder(screen.furniture.sources).map(([s, so]) => { const [reached, of] = it.sources[s].shares[place], n = level(screen, sit, player, s);
      return html`<label key=${s} class=${"reacher" + (s === lit ? " chosen" : "") + (n ? "" : " unrated")}><input type="radio" name="sl-reacher" value=${s} checked=${s === lit} onChange=${() => setLit(s)} ...${KEYS}/><span class="so">${so.name}</span><${Discs} n=${n}/><span class="share wide" aria-hidden="true"><i style=${`width:${of ? Math.round(100 * reached / of) : 0}%`}></i></span><span class="num">${of ? put(w.reach_of, { reached, inside: of }) : "–"}</span>${!it.sources[s].reached.length && html`<span class="small nobody">${put(w.reach_nobody, { words: screen.furniture.rule[s] })}${n ? ` ${w.reach_not_yours}` : ""}</span>`}</label>`; })}</div>
    ${place === 0 ? html`<p class="small">${w.reach_alone}</p>` : html`<p class="small">${put(w.reach_lit, { source: screen.furniture.sources[lit].name.toLowerCase() })}${level(screen, sit, player, lit) ? "" : ` (${w.reach_none})`}</p>`}
    <${Pan} at=${here[player]} hint=${w.map_pan}><${StakeholderMap} players=${here} ties=${{}} families=${screen.furniture.families} you=${player} lit=${filled} label=${`${all[player].name}: ${words[place]}`} unmet="outside the boundary" nobody="outside the boundary" onChoose=${(i) => { if (twelve.includes(i)) setPlayer(i); }}/></${Pan}>
    <h3>${w.reach_rule}</h3><p class="small">${w.reach_rule_text}</p><dl class="rule small">${inOrder(screen.furniture.sources).map(([s, so]) => html`<dt key=${s}>${so.short}</dt><dd>${screen.furniture.rule[s]}${it.sources[s].stated && html`. <b>${w.reach_stated}:</b> ${it.sources[s].stated}`}</dd>`)}</dl>`;
}
