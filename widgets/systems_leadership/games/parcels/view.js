// Draw the parcels: choose players, then a parcel; or drag; or a select a player in the table. The rules count.
import { html, useEffect, useRef, useState } from "../../vendor/preact.js";
import { Box, Button, KEYS, Saved, Status, exercise } from "../../page.js";
import { Mark } from "../../canvas/canvas.js";
import { Arcs } from "./arcs.js";
import { Bar } from "./bar.js";
import { Keep } from "./keep.js";
import { inOrder, put } from "./parts.js";

function Begin({ line, screen }) {
  const w = screen.furniture.words, [guess, setGuess] = useState(""), n = Number(guess), fine = guess.trim() !== "" && Number.isInteger(n) && n >= 0 && n <= 100;
  if (!screen.enough) return html`<p class="prose">${w.none}</p>`;
  return html`<section class="sheet"><p>${put(w.begin_text, { n: screen.met })}</p><div class="box"><label for="sl-guess"><b>${w.guess_label}</b></label><p class="small" id="sl-guess-hint">${w.guess_hint}</p>
    <input type="text" inputmode="numeric" id="sl-guess" size="4" aria-describedby="sl-guess-hint" value=${guess} onInput=${(e) => setGuess(e.target.value)} ...${KEYS}/></div>
    <div class="row gap"><${Button} kind="primary" disabled=${!fine || line.busy} onClick=${() => line.move({ do: "begin", guess: n })}>${w.begin_button}</${Button}></div></section>`;
}

function Player({ id, p, chosen, toggle, drag, others }) {
  return html`<li><${Button} kind=${"member" + (chosen ? " chosen" : "")} aria-pressed=${chosen ? "true" : "false"} data-player=${id} draggable="true" onDragStart=${(e) => drag(e, id)} onClick=${() => toggle(id)}><${Mark} family=${p.family} letter=${p.letter}/><span>${p.name}</span>${others}</${Button}></li>`;
}

// A parcel's name is its heading and can be written over.
function Name({ line, id, parcel, label }) {
  const [text, setText] = useState(parcel.name);
  useEffect(() => setText(parcel.name), [parcel.name]);
  const keep = async () => { if (text.trim() && text.trim() !== parcel.name && !(await line.move({ do: "name", parcel: id, name: text })).made) setText(parcel.name); };
  return html`<input type="text" class="parcelname" dir="auto" aria-label=${`${label}: ${parcel.name}`} maxlength="40" value=${text} onInput=${(e) => setText(e.target.value)} onBlur=${keep}
    onKeyDown=${(e) => { if (e.key === "Enter") e.target.blur(); }} ...${KEYS}/>`;
}

function Unsorted({ screen, chosen, toggle, all, drag, onDrop }) {
  const w = screen.furniture.words, left = inOrder(screen.players).filter(([i]) => !screen.place[i]);
  if (!left.length) return null;
  return html`<section class="unsorted" ...${onDrop("")}><h3>${w.unsorted}: ${left.length}</h3><div class="families">${inOrder(screen.furniture.families).map(([f, it]) => {
    const mine = left.filter(([, p]) => p.family === f);
    return mine.length ? html`<div key=${f}><div class="row"><b class="small" style=${`color:var(--${f})`}>${it.name}</b>${mine.length > 1 && html`<${Button} kind="quiet small" aria-label=${`${w.all_of}: ${it.name}, ${mine.length}`} onClick=${() => all(mine.map(([i]) => i))}>${w.all_of} ${mine.length}</${Button}>`}</div>
      <ul class="plain members">${mine.map(([i, p]) => html`<${Player} key=${i} id=${i} p=${p} chosen=${chosen.has(i)} toggle=${toggle} drag=${drag}/>`)}</ul></div>` : null; })}</div></section>`;
}

function Columns({ line, screen, chosen, toggle, drag, onDrop }) {
  const w = screen.furniture.words, parcels = inOrder(screen.parcels), players = inOrder(screen.players);
  return html`<${Arcs} columns=${parcels.map(([p]) => p)} between=${screen.between}/>
    <div class="parcels" style=${`--n:${parcels.length}`}>${parcels.map(([p, it]) => html`<section key=${p} class="parcel" aria-label=${it.name} ...${onDrop(p)}><${Name} line=${line} id=${p} parcel=${it} label=${w.parcel_name}/>
      <p class="small">${put(w.size, it)}</p><ul class="plain members">${players.filter(([i]) => screen.place[i] === p).map(([i, pl]) => html`<${Player} key=${i} id=${i} p=${pl} chosen=${chosen.has(i)} toggle=${toggle} drag=${drag}/>`)}</ul>
      ${parcels.length > screen.furniture.fewest && html`<${Button} kind="quiet small" aria-label=${`${w.clear_parcel}: ${it.name}`} onClick=${() => line.move({ do: "clear", parcel: p })}>${w.clear_parcel}</${Button}>`}</section>`)}</div>
    <p class="small arcs-note">${w.arcs}</p>`;
}

function AsTable({ line, screen, place }) {
  const w = screen.furniture.words, parcels = inOrder(screen.parcels);
  return html`<table class="stack"><thead><tr><th scope="col">Player</th><th scope="col">Parcel</th><th scope="col">What the division does</th></tr></thead><tbody>${inOrder(screen.players).map(([i, p]) => html`<tr key=${i}><th scope="row"><${Mark} family=${p.family} letter=${p.letter}/> ${p.name}<br/><span class="small">${p.kind}</span></th>
    <td><select aria-label=${`Parcel of ${p.name}`} value=${screen.place[i] ?? ""} onChange=${(e) => place([i], e.target.value)} ...${KEYS}><option value="" selected=${!screen.place[i]}>${w.unsorted}</option>${parcels.map(([q, it]) => html`<option key=${q} value=${q} selected=${screen.place[i] === q}>${it.name}</option>`)}</select></td>
    <td class="small">${screen.people[i] ?? ""} ${screen.torn[i] ? `Ties into ${screen.torn[i]} parcels.` : ""}</td></tr>`)}</tbody></table>`;
}

function Pairs({ screen }) {
  const w = screen.furniture.words, pairs = Object.entries(screen.between).sort((a, b) => b[1] - a[1]), name = (p) => screen.parcels[p]?.name;
  return pairs.length ? html`<details><summary ...${KEYS}>${w.pairs_title}: ${pairs.length}</summary><ul class="plain">${pairs.map(([k, n]) => { const [a, b] = k.split("|"); return html`<li key=${k}><span dir="auto">${name(a)}</span> and <span dir="auto">${name(b)}</span>: ${n}</li>`; })}</ul></details>` : null;
}

function Ways({ screen }) {
  const w = screen.furniture.words, names = { yours: w.way_yours, sector: w.way_sector, found: w.way_found };
  return html`<section><h2>${w.ways_title}</h2><p>${put(w.guessed, screen)}</p><table class="ways"><thead><tr><th scope="col"><span class="hidden">Division</span></th><th scope="col">Parcels</th><th scope="col">Ties cut in a hundred</th><th scope="col">Pairs needing liaison</th><th scope="col">Largest</th></tr></thead><tbody>
    ${["yours", "sector", "found"].filter((k) => screen.ways[k]).map((k) => { const r = screen.ways[k]; return html`<tr key=${k}><th scope="row">${names[k]}</th><td>${r.parcels}</td><td><span class="share" aria-hidden="true"><i style=${`width:${r.per_cent}%`}></i></span> <b>${r.per_cent}</b> <span class="small">(${r.cut} of ${r.ties})</span></td><td>${r.liaison} of ${r.pairs}</td><td>${r.largest}</td></tr>`; })}</tbody></table>
    <p class="small">${w.honest_ties} ${w.honest_library}</p><p class="small">${w.honest_search}</p></section>`;
}

function People({ screen }) {
  const w = screen.furniture.words, near = Object.entries(screen.people), torn = Object.entries(screen.torn).sort((a, b) => b[1] - a[1]);
  return html`<div class="two even people"><section><h2>${w.people_title}</h2>${near.length ? html`<ul class="plain">${near.map(([i, p]) => html`<li key=${i} class="words">${p}</li>`)}</ul>` : html`<p>${w.people_none}</p>`}
    </section><section><h2>${w.torn_title}</h2><p class="small">${torn.length ? w.torn_text : w.torn_none}</p><p>${torn.map(([i, n]) => `${screen.players[i].name} (${n})`).join(", ")}</p></section></div>`;
}

function End({ line, screen }) {
  const w = screen.furniture.words, asked = ["surprise", "alike", "next"], [said, say] = useState("");
  const finish = async () => { const { made, said: words } = await line.move({ do: "finish", debrief: Object.fromEntries(asked.map((k) => [k, line.text(`end.${k}`)])) }); say(made ? "" : words); };
  if (screen.stage === "finished") return html`<section><h2>${w.end_title}</h2>${asked.map((k) => html`<p key=${k}><span class="small">${w[k]}</span><br/><span class="words" dir="auto">${screen.debrief[k]}</span></p>`)}<p class="small">${w.finished}</p></section>`;
  return html`<section class="sheet"><h2>${w.end_title}</h2>${asked.map((k) => html`<${Box} key=${k} line=${line} field=${`end.${k}`} label=${w[k]} rows=${2}/>`)}
    <div class="row gap"><${Button} kind="primary" disabled=${line.busy} onClick=${finish}>${w.finish_button}</${Button}><p role="alert" class="small">${said}</p></div></section>`;
}

function Sorting({ line, screen }) {
  const w = screen.furniture.words, [chosen, setChosen] = useState(new Set()), [asTable, setTable] = useState(false), dragged = useRef(null), done = screen.stage !== "sorting";
  const toggle = (id) => { line.status = ""; setChosen((now) => { const next = new Set(now); if (!next.delete(id)) next.add(id); return next; }); };
  const place = async (players, parcel) => { const { made } = await line.move({ do: "place", players, parcel }); if (made) setChosen(new Set()); };
  const drag = (e, id) => { dragged.current = chosen.has(id) ? [...chosen] : [id]; e.dataTransfer.setData("text/plain", id); e.dataTransfer.effectAllowed = "move"; };
  const onDrop = (parcel) => ({ onDragOver: (e) => { if (dragged.current) e.preventDefault(); }, onDrop: (e) => { e.preventDefault(); e.stopPropagation(); if (dragged.current) place(dragged.current, parcel); dragged.current = null; } });
  const add = () => line.move({ do: "name", parcel: screen.free, name: `Parcel ${[..."abcdef"].indexOf(screen.free) + 1}` });
  return html`<div class="row between"><div><h2 class="title">${w.title}</h2></div><div class="row"><${Button} kind="quiet" disabled=${!screen.undo || line.busy} onClick=${() => line.move({ do: "undo" })}>${w.undo}</${Button}><${Button} kind="quiet" disabled=${!screen.redo || line.busy} onClick=${() => line.move({ do: "redo" })}>${w.redo}</${Button}>
      <${Button} kind="quiet" aria-pressed=${asTable ? "true" : "false"} onClick=${() => setTable(!asTable)}>${asTable ? w.columns : w.table}</${Button}><${Saved} line=${line}/></div></div>
    <p class="prose">${w.intro}</p>
    ${screen.more > 0 && html`<div class="row gap"><${Button} disabled=${line.busy} onClick=${() => line.move({ do: "bring" })}>${put(w.bring, { n: screen.more })}</${Button}></div>`}
    <div class="sorting"><${Bar} line=${line} screen=${screen} chosen=${chosen} none=${() => setChosen(new Set())} place=${place} asTable=${asTable}/>
    ${asTable ? html`<${AsTable} line=${line} screen=${screen} place=${place}/>` : html`<${Unsorted} screen=${screen} chosen=${chosen} toggle=${toggle} all=${(ids) => setChosen(new Set([...chosen, ...ids]))} drag=${drag} onDrop=${onDrop}/><${Columns} line=${line} screen=${screen} chosen=${chosen} toggle=${toggle} drag=${drag} onDrop=${onDrop}/>`}
    <div class="row gap">${screen.free && html`<${Button} disabled=${line.busy} onClick=${add}>${w.new_parcel}</${Button}>`}</div><${Pairs} screen=${screen}/>
    ${!done && html`<section class="sheet"><h2>${w.compare_title}</h2><p class="small">${w.compare_text}</p><div class="row gap"><${Button} kind="primary" disabled=${screen.left > 0 || line.busy} onClick=${() => line.move({ do: "compare" })}>${w.compare_button}</${Button}></div></section>`}</div>
    ${done && html`<hr/><${Ways} screen=${screen}/><${People} screen=${screen}/><${Keep} line=${line} screen=${screen} chosen=${chosen}/><${End} line=${line} screen=${screen}/>`}`;
}

function Parcels({ line, screen }) {
  if (screen.stage === "begin") return html`<div class="row between"><h2 class="title">${screen.furniture.words.title}</h2><${Saved} line=${line}/></div><p class="prose">${screen.furniture.words.intro}</p><${Begin} line=${line} screen=${screen}/><${Status} line=${line}/>`;
  return html`<${Sorting} line=${line} screen=${screen}/>`;
}

export default exercise(Parcels);
