// One task as a chain of conditions: each holds the players any one of whom meets it. A condition nobody is left for is broken.
import { html, useRef, useState } from "../../vendor/preact.js";
import { Button, memo } from "../../page.js";
import { Mark } from "../../canvas/canvas.js";
import { inOrder } from "../parcels/parts.js";
import { Challenge } from "./challenge.js";

// Whether it can be done: a filled disc or a cross, never red or green. The words stand beside it.
export function Sign({ can }) {
  return html`<svg class="sign" width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">${can ? html`<circle cx="9" cy="9" r="6.5" fill="var(--ink)"/>` : html`<path d="M3.5 3.5l11 11M14.5 3.5l-11 11" stroke="var(--ink)" stroke-width="2.4"/>`}</svg>`;
}

export function Chip({ id, p, w, press }) {
  return html`<${Button} kind=${"chip" + (p.away ? " gone" : "")} data-player=${id} aria-label=${`${p.away ? w.bring_back : w.take_out}: ${p.name}${p.senior ? `, ${w.senior}` : ""}`} onClick=${() => press(id)}>
    <${Mark} family=${p.family} letter=${p.letter} size=${18} hollow=${p.away}/><span>${p.name}</span>${p.senior && html`<i aria-hidden="true">${w.senior}</i>`}</${Button}>`;
}

const Need = memo(function Need({ need, players, w, press, first }) {
  const names = need.players.map((i) => [i, players[i]]).sort((a, b) => a[1].order - b[1].order);
  return html`<div class=${"need" + (need.met ? "" : " broken")}>${!first && html`<span class="and">${w.and}</span>`}<p class="what"><b>${need.words}</b> <span class="small">${need.met ? (names.length > 1 ? w.any : w.only) : w.nobody}</span></p>
    <ul class="plain chips">${names.map(([i, p]) => html`<li key=${i}><${Chip} id=${i} p=${p} w=${w} press=${press}/></li>`)}</ul></div>`;
});

export function Row({ line, screen, id, task, press }) {
  const w = screen.furniture.words, [open, setOpen] = useState(() => !!screen.drafts[`why.${id}`]?.trim()), ref = useRef(null), pressed = useRef(false), needs = inOrder(task.needs);
  const turn = (on) => { pressed.current = true; setOpen(on); if (!on) ref.current.querySelector("[aria-expanded]").focus(); };
  return html`<li ref=${ref} class=${"task" + (task.can ? "" : " fallen")} data-task=${id}><div class="row between"><h3><${Sign} can=${task.can}/> ${task.name}</h3>
      <span class="row"><span class="small state">${task.can ? w.can : w.cannot}${task.changed && html` <mark>${w.changed}</mark>`}</span><${Button} kind="quiet small" aria-expanded=${open ? "true" : "false"} aria-label=${`${w.challenge}: ${task.name}`} onClick=${() => turn(!open)}>${w.challenge}</${Button}></span></div>
    ${task.note && html`<p class="small note">${task.note}</p>`}
    ${open && html`<${Challenge} line=${line} screen=${screen} id=${id} task=${task} pressed=${pressed.current} close=${() => turn(false)}/>`}
    <div class="chain">${needs.map(([n, need]) => html`<${Need} key=${n} first=${n === "0"} need=${need} players=${screen.players} w=${w} press=${press}/>`)}</div></li>`;
}
