// The tight grip: six scenes read and chosen in, then the week as acts. Nothing is scored.
import { html } from "../../vendor/preact.js";
import { Box, Button, Heading, KEYS, Press, Saved, Status, exercise } from "../../page.js";
import { inOrder, put } from "../parcels/parts.js";
import { Came, Scene, Voices } from "./scene.js";

function SoFar({ screen }) {
  const w = screen.furniture.words, past = inOrder(screen.scenes).filter(([id]) => id !== screen.now);
  if (!past.length) return null;
  return html`<details class="sofar"><summary ...${KEYS}>${w.so_far}: ${past.length}</summary><ol class="plain">${past.map(([id, s]) => html`<li key=${id}><span class="small">${s.when}, ${s.title}</span><br/>${s.made?.text}</li>`)}</ol></details>`;
}

function Acts({ screen }) {
  const w = screen.furniture.words, acts = inOrder(screen.acts);
  const list = (drawn) => { const mine = acts.filter(([, a]) => a.in === drawn); return mine.length ? html`<ul class="plain">${mine.map(([k, a]) => html`<li key=${k}><span class="small">${a.when}</span><br/>${a.words}</li>`)}</ul>` : html`<p>${w.acts_none}</p>`; };
  return html`<section><h2>${w.acts_title}</h2><p class="small">${w.acts_text}</p><div class="two even"><div><h3>${w.acts_in}</h3>${list(true)}</div><div><h3>${w.acts_out}</h3>${list(false)}</div></div></section>`;
}

function Others({ line, screen }) {
  const w = screen.furniture.words;
  return html`<section><h2>${w.others_title}</h2>${inOrder(screen.scenes).map(([id, s]) => html`<details key=${id}><summary ...${KEYS}>${s.when}: ${s.title}</summary>
    ${line.text(`fear.${id}`).trim() && html`<p class="small">${w.feared}<span dir="auto">${line.text(`fear.${id}`)}</span></p>`}
    ${inOrder(s.others).map(([c, it]) => html`<div class="other" key=${c}><p class="chose">${it.text}${it.closed && html` <span class="small">(${w.others_closed})</span>`}</p><${Voices} w=${w} made=${it} who=${s.who}/><p class="after">${it.after}</p></div>`)}</details>`)}</section>`;
}

function End({ line, screen }) {
  const w = screen.furniture.words, asked = ["noticed", "cost"];
  const finish = () => line.move({ do: "finish", debrief: Object.fromEntries(asked.map((k) => [k, line.text(`end.${k}`)])) });
  return html`<div class="ending"><${Heading} line=${line}>${w.end_title}</${Heading}><${Came} w=${w} came=${screen.came}/><${Acts} screen=${screen}/>
    ${screen.stage === "finished" ? html`<section><h2>${w.look_back}</h2>${asked.map((k) => html`<p key=${k}><span class="small">${w[k]}</span><br/><span class="words" dir="auto">${screen.debrief[k]}</span></p>`)}<p class="small">${w.finished}</p></section>`
      : html`<section class="sheet"><h2>${w.look_back}</h2>${asked.map((k) => html`<${Box} key=${k} line=${line} field=${`end.${k}`} label=${w[k]} hint=${w[`${k}_hint`]} rows=${2}/>`)}<${Press} line=${line} kind="primary" move=${finish}>${w.finish_button}</${Press}></section>`}
    <${Others} line=${line} screen=${screen}/><p class="small">${w.limit}</p></div>`;
}

function TightGrip({ line, screen }) {
  const w = screen.furniture.words, scene = screen.scenes[screen.now];
  return html`<div class="row between"><h2 class="title">${screen.furniture.title}</h2><div class="row"><${Button} kind="quiet" disabled=${!screen.undo || line.busy} onClick=${() => line.move({ do: "undo" })}>${w.undo}</${Button}><${Button} kind="quiet" disabled=${!screen.redo || line.busy} onClick=${() => line.move({ do: "redo" })}>${w.redo}</${Button}><${Saved} line=${line}/></div></div>
    ${scene?.order === 0 && html`<p class="prose">${screen.furniture.intro}</p>`}<${SoFar} screen=${screen}/>
    ${scene ? html`<${Scene} key=${screen.now} line=${line} screen=${screen} id=${screen.now} scene=${scene}/>` : html`<${End} line=${line} screen=${screen}/>`}<${Status} line=${line} stay/>`;
}

export default exercise(TightGrip);
