// Choose a morning and whose eyes: the marks go to where that person puts the problem. The other two stand by as letters, and a dotted ring says where it was.
import { html, useState } from "../../vendor/preact.js";
import { Button, KEYS, exercise } from "../../page.js";

const EDGE = 5;                                            // per cent of a line kept free at either end, so that no mark is cut
const x = (place, places) => `${EDGE + (100 - 2 * EDGE) * (place - 1) / (places - 1)}%`;

function Track({ line, places, now, before, others }) {
  const stops = Array.from({ length: places }, (_, n) => n + 1), at = {};
  for (const o of others) at[o.place] = (at[o.place] ?? "") + o.letter;
  return html`<svg class="track" width="100%" height="50" role="img" aria-label=${`${now} of ${places}, from “${line.left}” to “${line.right}”${before && before !== now ? `; before, ${before}` : ""}. ${others.map((o) => `${o.name}: ${o.place}`).join("; ")}.`}>
    <line class="rail" x1=${x(1, places)} x2=${x(places, places)} y1="16" y2="16"/>
    ${before && before !== now && html`<line class="went" x1=${x(before, places)} x2=${x(now, places)} y1="16" y2="16"/>`}
    ${stops.map((n) => html`<circle key=${n} class="stop" cx=${x(n, places)} cy="16" r="4.5"/>`)}
    ${before && before !== now && html`<circle class="was" cx=${x(before, places)} cy="16" r="10"/>`}
    <circle class="halo" cx=${x(now, places)} cy="16" r="14"/><circle class="now" cx=${x(now, places)} cy="16" r="10"/>
    ${Object.entries(at).map(([place, letters]) => html`<text key=${letters} x=${x(Number(place), places)} y="46">${letters.split("").join(" ")}</text>`)}</svg>`;
}

function Table({ screen }) {
  return html`<details><summary ...${KEYS}>In words: every place, from 1 on the left to ${screen.places} on the right</summary>${screen.moments.map((m) => html`<h3 key=${m.id}>${m.name}</h3>
    <table><thead><tr><th scope="col">Line</th>${screen.tellers.map((t) => html`<th key=${t.id} scope="col" class="num">${t.name}</th>`)}</tr></thead>
      <tbody>${screen.lines.map((l) => html`<tr key=${l.id}><th scope="row">${l.name} <span class="small">1: ${l.left}. ${screen.places}: ${l.right}.</span></th>${screen.tellers.map((t) => html`<td key=${t.id} class="num">${m.placed[t.id].at[l.id]}</td>`)}</tr>`)}</tbody></table>`)}</details>`;
}

function Drift({ screen }) {
  const [when, turn] = useState(0), [who, look] = useState(screen.tellers[0].id), moment = screen.moments[when], it = moment.placed[who];
  const teller = screen.tellers.find((t) => t.id === who), others = screen.tellers.filter((t) => t.id !== who), before = when ? screen.moments[when - 1].placed[who].at : null;
  return html`<h2 class="title">${screen.title}</h2>
    <div class="drift-choose"><div class="row" role="group" aria-label="Which morning">${screen.moments.map((m, n) => html`<${Button} key=${m.id} kind="toggle" aria-pressed=${n === when ? "true" : "false"} onClick=${() => turn(n)}>${m.name}</${Button}>`)}</div>
    <div class="row" role="group" aria-label="Whose eyes">${screen.tellers.map((t) => html`<${Button} key=${t.id} kind="toggle" aria-pressed=${t.id === who ? "true" : "false"} onClick=${() => look(t.id)}><b>${t.letter}</b> ${t.name}</${Button}>`)}</div></div>
    <p class="small">${moment.about} They call it: ${screen.tellers.map((t, n) => html`${n ? ", " : ""}<b>${t.letter}</b> ${moment.placed[t.id].calls}`)}.</p>
    <blockquote class="spoken"><p class="words">“${it.says}”</p><p>${teller.name} calls it <mark>${it.calls}</mark>. ${it.lets}</p></blockquote>
    <figure class="drift">${screen.lines.map((l) => html`<div class="on" key=${l.id}><p class="of">${l.name}</p><span class="small end">${l.left}</span><${Track} line=${l} places=${screen.places} now=${it.at[l.id]} before=${before?.[l.id]} others=${others.map((o) => ({ letter: o.letter, name: o.name, place: moment.placed[o.id].at[l.id] }))}/><span class="small end">${l.right}</span></div>`)}
    <p role="status" class="status">${moment.name}, ${teller.name[0].toLowerCase() + teller.name.slice(1)}: ${it.calls}. ${it.drifted} ${moment.apart}</p>
    <figcaption class="small">${screen.caption}</figcaption></figure>
    <${Table} screen=${screen}/>`;
}

export default exercise(Drift);
