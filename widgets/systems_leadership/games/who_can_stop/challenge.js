// A row of the table changed with a reason: somebody more could do it, somebody could not, a condition too many, a condition too few.
import { html, useState } from "../../vendor/preact.js";
import { Box, Button, KEYS } from "../../page.js";
import { inOrder } from "../parcels/parts.js";

const HOW = ["add", "out", "drop", "need"];

// Everybody in the library, by family; or those one condition names.
function Who({ screen, ids, chosen, add, id }) {
  const w = screen.furniture.words, all = screen.furniture.everybody, open = (ids ?? Object.keys(all)).filter((i) => !chosen.includes(i));
  const option = (i) => html`<option key=${i} value=${i}>${all[i].name}</option>`;
  return html`<label for=${id}><b>${w.which_player}</b></label><select id=${id} value="" onChange=${(e) => { if (e.target.value) add(e.target.value); e.target.value = ""; }} ...${KEYS}><option value="">${w.choose}</option>
    ${ids ? open.map(option) : inOrder(screen.furniture.families).map(([f, it]) => html`<optgroup key=${f} label=${it.name}>${open.filter((i) => all[i].family === f).map(option)}</optgroup>`)}</select>
    ${chosen.length > 0 && html`<ul class="plain chips">${chosen.map((i) => html`<li key=${i}><${Button} kind="chip chosen" aria-label=${`${w.take_off}: ${all[i].name}`} onClick=${() => add(i)}><span>${all[i].name}</span> <i aria-hidden="true">${w.take_off}</i></${Button}></li>`)}</ul>`}`;
}

export function Challenge({ line, screen, id, task, close }) {
  const w = screen.furniture.words, needs = inOrder(task.needs), uid = `sl-${line.tab}-${id}`, field = `why.${id}`;
  const [how, setHow] = useState(""), [at, setAt] = useState("0"), [players, setPlayers] = useState([]), [name, setName] = useState(""), [said, say] = useState("");
  const toggle = (i) => { say(""); setPlayers((now) => (now.includes(i) ? now.filter((j) => j !== i) : [...now, i])); };
  const choose = (next) => { setHow(next); setPlayers([]); say(""); };
  const keep = async () => {
    const op = { do: "challenge", task: id, how, why: line.text(field), at: how === "need" ? 0 : Number(at), players: how === "drop" ? [] : players, name: how === "need" ? name : "" };
    const { made, said: words } = await line.move(op);
    if (!made) return say(words);
    line.move({ do: "write", field, text: "" }); line.forget(field); close();
  };
  const which = how && how !== "need" && needs.length > 1;
  return html`<div class="sheet"><fieldset class="how"><legend><b>${w.challenge_how}</b></legend>${HOW.filter((k) => k !== "drop" || needs.length > 1).map((k) => html`<label key=${k} class=${"pick" + (k === how ? " chosen" : "")}><input type="radio" name=${uid} value=${k} checked=${k === how} onChange=${() => choose(k)} ...${KEYS}/><span>${w[`how_${k}`]}</span></label>`)}</fieldset>
    ${which && html`<div class="box"><label for=${uid + "-at"}><b>${w.which_need}</b></label><select id=${uid + "-at"} value=${at} onChange=${(e) => { setAt(e.target.value); setPlayers([]); }} ...${KEYS}>${needs.map(([n, need]) => html`<option key=${n} value=${n} selected=${n === at}>${need.words}</option>`)}</select></div>`}
    ${how === "need" && html`<div class="box"><label for=${uid + "-name"}><b>${w.new_need}</b></label><input type="text" id=${uid + "-name"} maxlength="80" dir="auto" value=${name} onInput=${(e) => setName(e.target.value)} ...${KEYS}/></div>`}
    ${how && how !== "drop" && html`<div class="box"><${Who} screen=${screen} ids=${how === "out" ? (task.needs[at] ?? task.needs["0"]).players : null} chosen=${players} add=${toggle} id=${uid + "-who"}/></div>`}
    ${how && html`<${Box} line=${line} field=${field} label=${w.why} hint=${w.why_hint} rows=${2}/>`}
    <div class="row gap">${how && html`<${Button} kind="primary" disabled=${line.busy} onClick=${keep}>${w.challenge_button}</${Button}>`}<${Button} kind="quiet" onClick=${close}>${w.cancel}</${Button}><p role="alert" class="small">${said}</p></div></div>`;
}
