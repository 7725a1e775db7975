// Before rating: what has to be done, where you sit, and which twelve.
import { html, useState } from "../../vendor/preact.js";
import { Button, Heading, KEYS, Press, Status } from "../../page.js";
import { Mark } from "../../canvas/canvas.js";
import { Key } from "../../canvas/frame.js";
import { inOrder, put, useBar } from "../parcels/parts.js";

// Everybody in the library, in a select, by family.
export function Everybody({ id, screen, value, choose, only }) {
  const all = inOrder(screen.furniture.everybody).filter(([i]) => !only || only.includes(i)), w = screen.furniture.words;
  return html`<select id=${id} value=${value} onChange=${(e) => choose(e.target.value)} ...${KEYS}><option value="" selected=${!value}>${w.begin_choose}</option>${inOrder(screen.furniture.families).map(([f, it]) => {
    const mine = all.filter(([, p]) => p.family === f);
    return mine.length ? html`<optgroup key=${f} label=${it.name}>${mine.map(([i, p]) => html`<option key=${i} value=${i} selected=${i === value}>${p.name}</option>`)}</optgroup>` : null; })}</select>`;
}

export function Begin({ line, screen }) {
  const w = screen.furniture.words, [issue, setIssue] = useState(""), [sit, setSit] = useState("");
  return html`<section class="sheet"><h2>${w.begin_title}</h2><div class="box"><label for="sl-issue"><b>${w.begin_issue}</b></label><div><select id="sl-issue" value=${issue} onChange=${(e) => setIssue(e.target.value)} ...${KEYS}><option value="">${w.begin_choose}</option>${inOrder(screen.furniture.issues).map(([id, it]) => html`<option key=${id} value=${id}>${it.name}</option>`)}</select></div></div>
    <div class="box"><label for="sl-sit"><b>${w.begin_sit}</b></label><div><${Everybody} id="sl-sit" screen=${screen} value=${sit} choose=${setSit}/></div></div><p class="small gap">${w.begin_text}</p>
    <${Press} line=${line} kind="primary" move=${() => line.move({ do: "begin", issue, sit })}>${w.begin_button}</${Press}></section>`;
}

export function Picking({ line, screen }) {
  const w = screen.furniture.words, all = inOrder(screen.furniture.everybody), n = Object.keys(screen.players).length, ref = useBar();
  return html`<${Heading} line=${line}>${w.pick_title}</${Heading}><p>${put(w.pick_text, { issue: screen.issue })}</p><details class="letters"><summary ...${KEYS}>${w.pick_letters}</summary><${Key} players=${screen.furniture.everybody} families=${screen.furniture.families} lines=${false}/></details><div class="sorting"><div class="movebar" role="group" aria-label=${w.pick_title} ref=${ref}><div class="said"><${Status} line=${line} stay/></div><p class="count"><b>${put(w.pick_count, { n, kinds: screen.kinds })}</b></p>
      <div class="ready"><${Button} kind="primary" disabled=${n !== screen.furniture.most || line.busy} onClick=${() => line.move({ do: "ready" })}>${w.pick_button}</${Button}></div></div>
    <div class="families">${inOrder(screen.furniture.families).map(([f, it]) => html`<div key=${f}><b class="small" style=${`color:var(--${f})`}>${it.name}</b><ul class="plain members">${all.filter(([, p]) => p.family === f).map(([i, p]) => { const on = i in screen.players;
      return html`<li key=${i}><${Button} kind=${"member" + (on ? " chosen" : "")} aria-pressed=${on ? "true" : "false"} data-player=${i} onClick=${() => line.move({ do: "pick", player: i, on: !on })}><${Mark} family=${p.family} letter=${p.letter}/><span>${p.name}</span></${Button}></li>`; })}</ul></div>`)}</div></div>`;
}
