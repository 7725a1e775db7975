// Who can stop it? Press a player to take them out; the rules say what falls. Then challenge rows of the table and run it again.
import { html, useState } from "../../vendor/preact.js";
import { Box, Button, KEYS, Press, Saved, Status, exercise } from "../../page.js";
import { Mark } from "../../canvas/canvas.js";
import { inOrder, put, useBar } from "../parcels/parts.js";
import { Chip, Row, Sign } from "./row.js";

const whole = (text, most) => text.trim() !== "" && Number.isInteger(Number(text)) && Number(text) >= 0 && Number(text) <= most;

function Begin({ line, screen }) {
  const w = screen.furniture.words, of = { senior: screen.furniture.senior, tasks: screen.count }, [guess, set] = useState({ senior: "", others: "" });
  const wrong = ["senior", "others"].find((k) => !whole(guess[k], screen.count)), begin = () => (wrong ? { made: false, said: put(w.guess_refused, of) } : line.move({ do: "begin", senior: Number(guess.senior), others: Number(guess.others) }));
  return html`<section class="sheet"><h2>${w.begin_title}</h2><p>${put(w.begin_text, of)}</p>${["senior", "others"].map((k) => html`<div class="box" key=${k}><label for=${`sl-guess-${k}`}><b>${put(w[`guess_${k}`], of)}</b></label>
      <input type="text" inputmode="numeric" class="number" id=${`sl-guess-${k}`} aria-describedby="sl-guess-why" value=${guess[k]} onInput=${(e) => set({ ...guess, [k]: e.target.value })} ...${KEYS}/></div>`)}
    <p class="small" id="sl-guess-why">${w.guess_hint}</p><${Press} line=${line} kind="primary" move=${begin} lacks=${`#sl-guess-${wrong}`}>${w.begin_button}</${Press}></section>`;
}

function Bar({ line, screen }) {
  const w = screen.furniture.words, ref = useBar(), stand = (who) => line.move({ do: "stand", who });
  return html`<div class="movebar" role="group" aria-label=${w.bar} ref=${ref}><div class="said"><${Status} line=${line} stay/></div><p class="count"><b>${put(w.count, { possible: screen.possible, tasks: screen.count })}</b> <span class="small">${put(w.gone, { n: screen.gone, of: screen.here })}</span></p>
    <div class="targets"><${Button} onClick=${() => stand("senior")}>${w.stand_senior}</${Button}><${Button} onClick=${() => stand("others")}>${w.stand_others}</${Button}><${Button} kind="quiet" disabled=${!screen.gone} onClick=${() => stand("all")}>${w.stand_all}</${Button}>
      <span class="twelve" aria-hidden="true">${inOrder(screen.tasks).map(([id, t]) => html`<${Sign} key=${id} can=${t.can}/>`)}</span></div></div>`;
}

function ByPlayer({ screen, press }) {
  const w = screen.furniture.words, name = (id) => screen.tasks[id].name;
  return html`<table class="stack"><thead><tr><th scope="col">${w.by_player}</th><th scope="col">${w.tasks_in}</th>${screen.alone && html`<th scope="col">${w.tasks_alone}</th>`}</tr></thead><tbody>${inOrder(screen.players).map(([i, p]) => html`<tr key=${i}>
    <th scope="row"><${Chip} id=${i} p=${p} w=${w} press=${press}/></th><td class="small">${p.helps.map(name).join(" · ")}</td>${screen.alone && html`<td class="small">${(screen.alone[i]?.tasks ?? []).map(name).join(" · ")}</td>`}</tr>`)}</tbody></table>`;
}

function Alone({ screen }) {
  const w = screen.furniture.words;
  if (!screen.alone) return html`<section><h2>${w.alone_title}</h2><p class="small">${put(w.alone_wait, { n: screen.tried })}</p></section>`;
  const list = inOrder(screen.alone);
  return html`<section><h2>${w.alone_title}</h2><p class="small">${list.length ? w.alone_text : w.alone_none}</p><table class="stops"><tbody>${list.map(([i, it]) => { const p = screen.players[i]; return html`<tr key=${i}><th scope="row"><${Mark} family=${p.family} letter=${p.letter}/> ${p.name}${p.senior && html` <i class="small">${w.senior}</i>`}</th><td>${it.tasks.map((id) => screen.tasks[id].name).join("; ")}</td></tr>`; })}</tbody></table>
    <p class="small">${w.alone_limit}</p></section>`;
}

function Challenges({ line, screen }) {
  const w = screen.furniture.words;
  return html`<section><h2>${w.challenge_title}</h2><p>${w.challenge_text}</p><ul class="plain">${inOrder(screen.challenges).map(([k, c]) => html`<li key=${k} class="row between"><span><span dir="auto">${c.words}</span><br/><span class="words old" dir="auto">${c.why}</span></span><${Button} kind="quiet" aria-label=${`${w.take_off}: ${c.words}`} onClick=${() => line.move({ do: "withdraw", challenge: k })}>${w.take_off}</${Button}></li>`)}</ul></section>`;
}

function Compared({ line, screen }) {
  const w = screen.furniture.words, rows = ["all", "senior", "others"], both = screen.compared;
  return html`<section class="sheet"><h2>${w.run_title}</h2><p>${w.run_text}</p>${both && html`<table class="run"><thead><tr><td></td><th scope="col">${w.run_library}</th><th scope="col">${w.run_yours}</th></tr></thead><tbody>
      ${rows.map((k) => html`<tr key=${k}><th scope="row">${w[`run_${k}`]}</th>${["library", "yours"].map((t) => html`<td key=${t} class=${both.library[k] === both.yours[k] ? "" : "differs"}>${put(w.count, { possible: both[t][k], tasks: screen.count })}</td>`)}</tr>`)}
      <tr><th scope="row">${w.run_alone}</th>${["library", "yours"].map((t) => { const other = both[t === "yours" ? "library" : "yours"].alone; return html`<td key=${t}>${both[t].alone.length}: ${both[t].alone.map((name, n) => html`${n > 0 && ", "}${other.includes(name) ? name : html`<mark>${name}</mark>`}`)}</td>`; })}</tr></tbody></table>`}
    ${screen.stale && html`<p class="small">${w.run_stale}</p>`}<div class="row gap"><${Button} kind="primary" disabled=${!Object.keys(screen.challenges).length || line.busy} onClick=${() => line.move({ do: "run" })}>${w.run_button}</${Button}></div></section>`;
}

function End({ line, screen }) {
  const w = screen.furniture.words;
  if (screen.stage === "finished") return html`<section><h2>${w.end_title}</h2><p><span class="small">${w.seat}</span><br/><span class="words" dir="auto">${screen.debrief.seat}</span></p><p class="small">${w.finished}</p></section>`;
  const finish = () => line.move({ do: "finish", debrief: { seat: line.text("end.seat") } });
  return html`<section class="sheet"><h2>${w.end_title}</h2><${Box} line=${line} field="end.seat" label=${w.seat} rows=${2}/><${Press} line=${line} kind="primary" move=${finish}>${w.finish_button}</${Press}></section>`;
}

function Playing({ line, screen }) {
  const w = screen.furniture.words, [view, setView] = useState("rows");
  const press = (i) => line.move({ do: screen.players[i].away ? "come_back" : "leave", player: i });
  return html`<p class="small">${w.rule}</p><p class="small">${w.how}</p><div class="sorting"><${Bar} line=${line} screen=${screen}/>
    <div class="segment" role="group" aria-label="View">${["rows", "players"].map((k) => html`<${Button} key=${k} kind="toggle" aria-pressed=${view === k ? "true" : "false"} onClick=${() => setView(k)}>${w[`view_${k}`]}</${Button}>`)}</div>
    ${view === "rows" ? html`<ol class="plain tasks">${inOrder(screen.tasks).map(([id, task]) => html`<${Row} key=${id} line=${line} screen=${screen} id=${id} task=${task} press=${press}/>`)}</ol>` : html`<${ByPlayer} screen=${screen} press=${press}/>`}</div>
    <div class="ending"><section><h2>${w.guess_title}</h2><p>${screen.guessed ? put(w.guessed, screen.guessed) : w.guess_wait}</p></section>
    <${Alone} screen=${screen}/><${Challenges} line=${line} screen=${screen}/><${Compared} line=${line} screen=${screen}/>${screen.ran >= screen.furniture.rows && html`<${End} line=${line} screen=${screen}/>`}</div>`;
}

function WhoCanStop({ line, screen }) {
  const w = screen.furniture.words, began = screen.stage !== "begin";
  return html`<div class="row between"><h2 class="title">${w.title}</h2><div class="row">${began && html`<${Button} kind="quiet" disabled=${!screen.undo || line.busy} onClick=${() => line.move({ do: "undo" })}>${w.undo}</${Button}><${Button} kind="quiet" disabled=${!screen.redo || line.busy} onClick=${() => line.move({ do: "redo" })}>${w.redo}</${Button}>`}<${Saved} line=${line}/></div></div>
    <p class="prose">${w.intro}</p>${began ? html`<${Playing} line=${line} screen=${screen}/>` : html`<${Begin} line=${line} screen=${screen}/><${Status} line=${line} stay/>`}`;
}

export default exercise(WhoCanStop);
