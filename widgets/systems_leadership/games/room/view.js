// One room run in three ways. Press a way, a list and a time: whoever can know of the envelopes by then is filled, the others hollow.
import { html, useState } from "../../vendor/preact.js";
import { Button, KEYS, exercise } from "../../page.js";
import { Mark } from "../../canvas/canvas.js";
import { Key } from "../../canvas/frame.js";

const HOW = ["she knows of them", "from her", "second-hand", "third-hand"];

function Toggles({ label, options, on, press }) {
  return html`<div class="row roomrow" role="group" aria-label=${label}><span class="small" aria-hidden="true">${label}</span>${options.map(([key, words]) => html`<${Button} key=${key} kind="toggle" aria-pressed=${key === on ? "true" : "false"} onClick=${() => press(key)}>${words}</${Button}>`)}</div>`;
}

// One person: the mark says who and whether, the words say the same.
function Person({ p, how, isNew, floor, waiting }) {
  const knows = how !== undefined;
  return html`<li class=${"person" + (knows ? " knows" : "") + (how === 0 ? " holder" : "") + (isNew ? " fresh" : "")}><${Mark} family=${p.family} letter=${p.letter} size=${24} hollow=${!knows}/><span>${p.short}<small>${knows ? HOW[how] : waiting ? "not reached" : floor ? "has spoken" : ""}</small></span></li>`;
}

function Room({ screen }) {
  const [way, run] = useState("rank"), [list, ask] = useState("her"), [at, turn] = useState(0);
  const steps = screen.rooms[list][way], now = steps[at], before = at ? steps[at - 1].known : now.known, tables = way === "tables", spoken = new Set(now.spoken);
  const shown = Object.fromEntries(now.groups.flat().map((i) => [i, screen.people[i]]));
  const title = (n) => tables ? `Table ${n + 1}` : ["First half hour", "Second half hour", "Third half hour", "Still to speak when time is up"][n];
  return html`<${Toggles} label="Who is asked" options=${Object.entries(screen.lists)} on=${list} press=${ask}/>
    <${Toggles} label="How the room is run" options=${Object.entries(screen.ways)} on=${way} press=${run}/>
    <${Toggles} label="When" options=${screen.times.map((words, n) => [n, words])} on=${at} press=${turn}/>
    <p role="status" class="status">${now.words}</p>
    <figure><div class=${"room" + (tables ? " tables" : "")}>${now.groups.map((group, n) => html`<section key=${n} class=${"group" + (!tables && n < at ? " done" : "")} aria-label=${title(n)}><h3>${title(n)}</h3>
      <ul>${group.map((i) => html`<${Person} key=${i} p=${screen.people[i]} how=${now.known[i]} isNew=${now.known[i] !== undefined && before[i] === undefined} floor=${!tables && spoken.has(i)} waiting=${!tables && at === 3 && !spoken.has(i)}/>`)}</ul></section>`)}</div>
      <figcaption class="small">${screen.caption}</figcaption><${Key} players=${shown} families=${screen.families} lines=${false}/></figure>
    <details><summary ...${KEYS}>The same in numbers</summary><div class="scroll"><table class="stack"><thead><tr><th scope="col">How many can know</th>${screen.times.map((t) => html`<th scope="col" class="num">${t}</th>`)}</tr></thead>
      <tbody>${Object.entries(screen.lists).flatMap(([l, asked]) => Object.entries(screen.ways).map(([w, words]) => html`<tr key=${l + w}><th scope="row">${words}<br/><span class="small">${asked}</span></th>${screen.rooms[l][w].map((s, n) => html`<td class="num"><span class="when small">${screen.times[n]}: </span>${s.know}</td>`)}</tr>`))}</tbody></table></div></details>`;
}

export default exercise(Room);
