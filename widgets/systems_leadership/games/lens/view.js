// Turn the lens to a phase: who is active in it is filled, the others hollow. Choosing a player says when they are active.
import { html, useState } from "../../vendor/preact.js";
import { Button, KEYS, exercise } from "../../page.js";
import { StakeholderMap } from "../../canvas/canvas.js";
import { Key, Pan } from "../../canvas/frame.js";

const list = (words) => words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;

const CENTRE = { x: 500 };

function Lens({ screen }) {
  const phases = Object.entries(screen.phases).sort((a, b) => a[1].order - b[1].order), [phase, turn] = useState("crisis"), [chosen, choose] = useState(null), it = screen.phases[phase];
  return html`<div class="row" role="group" aria-label="Turn the lens">${phases.map(([p]) => html`<${Button} key=${p} kind="toggle" aria-pressed=${p === phase ? "true" : "false"} onClick=${() => { turn(p); choose(null); }}>${p[0].toUpperCase() + p.slice(1)}</${Button}>`)}</div>
    <p role="status" class="status"><b>${it.count}</b> players are active in ${phase}, ${it.only.length} of them at no other time. ${chosen ? `${screen.players[chosen].name}: active in ${list(screen.active[chosen])}.` : ""}</p>
    <figure><${Pan} at=${screen.players[chosen] ?? CENTRE} hint=${screen.pan}><${StakeholderMap} players=${screen.players} ties=${{}} families=${screen.families} lit=${it.lit} standsOut=${it.lit} label=${`Map: who is active in ${phase}. Arrow keys move, Enter says when a player is active. The same in words below.`} onChoose=${choose}/></${Pan}>
      <figcaption class="small">${screen.caption}<${Key} players=${screen.players} families=${screen.families} lines=${false}/></figcaption></figure>
    <details><summary ...${KEYS}>In words: who is active at no other time</summary>${phases.map(([p, v]) => html`<p key=${p} class="small"><b>${p[0].toUpperCase() + p.slice(1)}</b> (${v.count} active): only then ${v.only.join(", ")}.</p>`)}</details>`;
}

export default exercise(Lens);
