// A row of the table changed with a reason: somebody more could do it, somebody could not, a condition too many, a condition too few.
import { html, useEffect, useRef, useState } from "../../vendor/preact.js";
import { Away, Box, Button, KEYS, Press } from "../../page.js";
import { inOrder, put } from "../parcels/parts.js";

const HOW = ["add", "out", "drop", "need"];

// Everybody in the library, by family; or those one condition names.
function Who({ screen, ids, chosen, add, id }) {
  const w = screen.furniture.words, all = screen.furniture.everybody, open = (ids ?? Object.keys(all)).filter((i) => !chosen.includes(i));
  const option = (i) => html`<option key=${i} value=${i}>${all[i].senior ? put(w.senior_name, all[i]) : all[i].name}</option>`;
  return html`<label for=${id}><b>${w.which_player}</b></label><select id=${id} value="" onChange=${(e) => { if (e.target.value) add(e.target.value); e.target.value = ""; }} ...${KEYS}><option value="">${w.choose}</option>
    ${ids ? open.map(option) : inOrder(screen.furniture.families).map(([f, it]) => html`<optgroup key=${f} label=${it.name}>${open.filter((i) => all[i].family === f).map(option)}</optgroup>`)}</select>
    ${chosen.length > 0 && html`<ul class="plain chips">${chosen.map((i) => html`<li key=${i}><${Button} kind="chip chosen" aria-label=${`${w.take_off}: ${all[i].name}`} onClick=${() => add(i)}><span>${all[i].name}</span> <i aria-hidden="true">${w.take_off}</i></${Button}></li>`)}</ul>`}`;
}

// It opens at its row, with the focus in it where a hand has opened it, and closes to the button that opened it.
export function Challenge({ line, screen, id, task, pressed, close }) {
  const w = screen.furniture.words, needs = inOrder(task.needs), uid = `sl-${line.tab}-${id}`, field = `why.${id}`;
  const [how, setHow] = useState(""), [at, setAt] = useState("0"), [players, setPlayers] = useState([]), [name, setName] = useState(""), ref = useRef(null);
  useEffect(() => { if (pressed) ref.current.querySelector("input").focus(); }, []);
  const toggle = (i) => { setPlayers((now) => (now.includes(i) ? now.filter((j) => j !== i) : [...now, i])); };
  const choose = (next) => { setHow(next); setPlayers([]); };
  const keep = () => line.move({ do: "challenge", task: id, how, why: line.text(field), at: how === "need" ? 0 : Number(at), players: how === "drop" ? [] : players, name: how === "need" ? name : "" });
  const kept = () => { line.move({ do: "write", field, text: "" }); line.forget(field); close(); };
  const named = `#${uid}-name`, who = `#${uid}-who`, why = `[id$="-why_${id}"]`;
  const lacks = how === "need" && !name.trim() ? named : how === "drop" || players.length && !line.text(field).trim() ? why : who;      // nothing empty: it is the players that do not fit
  const which = how && how !== "need" && needs.length > 1;
  return html`<div class="sheet" ref=${ref}><fieldset class="how"><legend><b>${w.challenge_how}</b></legend>${HOW.filter((k) => k !== "drop" || needs.length > 1).map((k) => html`<label key=${k} class=${"pick" + (k === how ? " chosen" : "")}><input type="radio" name=${uid} value=${k} checked=${k === how} onChange=${() => choose(k)} ...${KEYS}/><span>${w[`how_${k}`]}</span></label>`)}</fieldset>
    ${which && html`<div class="box"><label for=${uid + "-at"}><b>${w.which_need}</b></label><select id=${uid + "-at"} value=${at} onChange=${(e) => { setAt(e.target.value); setPlayers([]); }} ...${KEYS}>${needs.map(([n, need]) => html`<option key=${n} value=${n} selected=${n === at}>${need.words}</option>`)}</select></div>`}
    ${how === "need" && html`<div class="box"><label for=${uid + "-name"}><b>${w.new_need}</b></label><input type="text" id=${uid + "-name"} maxlength="80" dir="auto" value=${name} onInput=${(e) => setName(e.target.value)} ...${KEYS}/><${Away} line=${line} lacks=${named}/></div>`}
    ${how && how !== "drop" && html`<div class="box"><${Who} screen=${screen} ids=${how === "out" ? (task.needs[at] ?? task.needs["0"]).players : null} chosen=${players} add=${toggle} id=${uid + "-who"}/><${Away} line=${line} lacks=${who}/></div>`}
    ${how && html`<${Box} line=${line} field=${field} label=${w.why} hint=${w.why_hint} rows=${2}/><${Away} line=${line} lacks=${why}/>`}
    ${how && html`<${Press} line=${line} kind="primary" move=${keep} done=${kept} lacks=${lacks}>${w.challenge_button}</${Press}>`}<div class="row gap"><${Button} kind="quiet" onClick=${close}>${w.cancel}</${Button}></div></div>`;
}
