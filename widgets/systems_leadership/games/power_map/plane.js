// The twelve on one plane by any two sources, or by reach: the table's ratings seen at once. Moving a player changes its rating.
import { html, useState } from "../../vendor/preact.js";
import { KEYS, Button } from "../../page.js";
import { StakeholderMap, Stacks } from "../../canvas/canvas.js";
import { Key, Pan } from "../../canvas/frame.js";
import { inOrder, put } from "../parcels/parts.js";
import { Discs, level } from "./discs.js";

const WIDE = [96, 424, 615, 806, 996], HIGH = [652, 448, 304, 160, 16], ROW = 29, PACE = 148, NAMES = 66;

export function plane(words, x, y) {
  return { x, y, columns: words.map((word, k) => ({ from: WIDE[k], to: WIDE[k + 1], words: word })), rows: words.map((word, k) => ({ from: HIGH[k + 1], to: HIGH[k], words: word })) };
}

// Where each player stands: a field by its two ratings, and in the field a place in turn. Columns of players as the field is wide; closer together where many share it.
export function places(players, cellOf) {
  const fields = new Map(), out = {};
  for (const id of players) { const key = cellOf(id).join("."); fields.set(key, [...(fields.get(key) ?? []), id]); }
  for (const ids of fields.values()) {
    const [i, j] = cellOf(ids[0]), wide = WIDE[i + 1] - WIDE[i], high = HIGH[j] - HIGH[j + 1], fit = Math.floor((high - 8) / ROW);
    const across = Math.max(Math.min(Math.floor(wide / PACE), Math.ceil(ids.length / fit)), ids.length > 2 * fit ? 2 : 1), deep = Math.ceil(ids.length / across), gap = Math.min(ROW, (high - 8) / deep);
    ids.forEach((id, n) => { out[id] = { x: Math.round(WIDE[i] + NAMES - 4 + Math.floor(n / deep) * (wide / across)), y: Math.round(HIGH[j + 1] + 18 + (n % deep) * gap), cell: [i, j] }; });
  }
  return out;
}

function Axis({ w, screen, label, value, choose, id, none }) {
  return html`<span class="pick-source"><label for=${id}><b>${label}</b></label><select id=${id} value=${value} onChange=${(e) => choose(e.target.value)} ...${KEYS}>${none && html`<option value="" selected=${!value}>${w.map_none}</option>`}${inOrder(screen.furniture.sources).map(([s, it]) => html`<option key=${s} value=${s} selected=${s === value}>${it.name}</option>`)}</select></span>`;
}

function Legend({ screen, shown }) {
  return html`<span class="legend small">${shown.map((s, k) => s && html`<span key=${k}><svg width="15" height="16" viewBox="0 0 15 16" aria-hidden="true"><${Stacks} x=${2} y=${15} counts=${[0, 1, 2].map((n) => (n === k ? 2 : 0))} step=${0}/></svg> ${screen.furniture.sources[s].short.toLowerCase()}</span>`)}</span>`;
}

export function OnMap({ line, screen, sit, rate }) {
  const w = screen.furniture.words, sources = screen.furniture.sources, [by, setBy] = useState("two"), [x, setX] = useState("position"), [y, setY] = useState("exit"), [shown, setShown] = useState(["resources", "lived", ""]), [chosen, choose] = useState(null);
  const reach = by === "reach", [ax, ay] = reach ? ["inside", "across"] : [x, y], ids = inOrder(screen.players).map(([i]) => i), kept = shown.filter(Boolean);
  const name = (s) => (reach ? w[s] : sources[s].name), cellOf = (i) => [level(screen, sit, i, ax), level(screen, sit, i, ay)], at = places(ids, cellOf);
  const players = Object.fromEntries(ids.map((i) => { const p = screen.furniture.everybody[i], [a, b] = cellOf(i);
    return [i, { ...p, ...at[i], side: "right", stacks: kept.map((s) => level(screen, sit, i, s)), label: `${p.name}: ${name(ax)} ${w.levels[a]}, ${name(ay)} ${w.levels[b]}${kept.map((s) => `, ${sources[s].short} ${w.levels[level(screen, sit, i, s)]}`).join("")}` }]; }));
  const onPlace = (id, i, j) => { choose(id); if (ax === ay ? i !== j : false) return; rate(id, ax === ay ? { [ax]: i } : { [ax]: i, [ay]: j }); };
  const same = !reach && x === y;
  return html`<div class="segment" role="group" aria-label=${w.map_title}>${[["two", w.map_two], ["reach", w.map_reach]].map(([k, words]) => html`<${Button} key=${k} kind="toggle" aria-pressed=${by === k ? "true" : "false"} onClick=${() => { setBy(k); choose(null); }}>${words}</${Button}>`)}</div>
    ${reach ? html`<p class="small">${w.map_reach_text}</p>` : html`<div class="row axes"><${Axis} w=${w} screen=${screen} id="sl-x" label=${w.map_x} value=${x} choose=${(s) => { if (s === y) setY(x); setX(s); }}/><${Axis} w=${w} screen=${screen} id="sl-y" label=${w.map_y} value=${y} choose=${(s) => { if (s === x) setX(y); setY(s); }}/></div>`}
    <p class="small" id="sl-plane-how">${w.map_text}</p><${Pan} at=${chosen && players[chosen]} hint=${w.map_pan}><${StakeholderMap} players=${players} ties=${{}} families=${screen.furniture.families} you=${screen.sits[sit].id in players ? screen.sits[sit].id : undefined} chosen=${chosen} label=${`${name(ax)}, ${name(ay)}`} describe="sl-plane-how"
      plane=${plane(w.levels, name(ax), name(ay))} onPlace=${onPlace} onChoose=${(i) => choose(i === chosen ? null : i)}/></${Pan}>
    <div class="row axes">${[0, 1, 2].map((k) => html`<${Axis} key=${k} w=${w} screen=${screen} id=${`sl-disc-${k}`} label=${`${w.map_towers} ${k + 1}`} value=${shown[k]} none choose=${(s) => setShown(shown.map((old, n) => (n === k ? s : old === s ? "" : old)))}/>`)}<${Legend} screen=${screen} shown=${kept}/></div>
    <${Key} players=${players} families=${screen.furniture.families} lines=${false}/>
    <details><summary ...${KEYS}>${w.map_table}</summary><table class="stack"><thead><tr><th scope="col">${w.player}</th><th scope="col">${name(ax)}</th><th scope="col">${name(ay)}</th></tr></thead><tbody>${ids.map((i) => html`<tr key=${i}><th scope="row">${players[i].name}</th>${(same ? [ax] : [ax, ay]).map((s) => html`<td key=${s}><select aria-label=${`${players[i].name}, ${name(s)}`} value=${level(screen, sit, i, s)} onChange=${(e) => rate(i, { [s]: Number(e.target.value) })} ...${KEYS}>${w.levels.map((word, n) => html`<option key=${n} value=${n} selected=${n === level(screen, sit, i, s)}>${word}</option>`)}</select> <${Discs} n=${level(screen, sit, i, s)}/></td>`)}</tr>`)}</tbody></table></details>`;
}
