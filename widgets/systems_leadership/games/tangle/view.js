// The tangle splitter: parts in a list, one open at a time; below, where each stands and when it comes back.
import { html, useEffect, useRef, useState } from "../../vendor/preact.js";
import { Box, Button, KEYS, Promises, Saved, Status, exercise } from "../../page.js";
import { Choice, inOrder, put } from "../parts/choice.js";

function Issues({ line, screen }) {
  const f = screen.furniture, w = f.words;
  return html`<div class="seats">${inOrder(f.issues).map(([id, it]) => html`<div class="sheet issue" key=${id}><h3 class="words">${it.name}</h3><p class="small">${it.about}</p><div class="row gap"><${Button} kind="primary" disabled=${line.busy} aria-label=${`${w.take}: ${it.name}`} onClick=${() => line.move({ do: "take", issue: id })}>${w.take}</${Button}></div></div>`)}</div>`;
}

// A date typed digit by digit passes through years long gone: those are not sent until the field is left.
function Day({ line, screen, id, p }) {
  const w = screen.furniture.words, [text, set] = useState(p.review), at = `sl-${line.model.model_id ?? "x"}-${id}-day`;
  useEffect(() => set(p.review), [p.review]);
  const keep = (value) => { if (value !== p.review) line.move({ do: "review", part: id, on: value }); };
  return html`<div class="box"><label for=${at}><b>${w.review_label}</b></label><p class="small" id=${at + "-hint"}>${w.review_hint}</p><input type="date" id=${at} min="2000-01-01" max="2099-12-31" value=${text} aria-describedby=${at + "-hint"}
    onInput=${(e) => { set(e.target.value); if (Number(e.target.value.slice(0, 4)) >= 2020) keep(e.target.value); }} onBlur=${(e) => keep(e.target.value)} ...${KEYS}/></div>`;
}

function Open({ line, screen, id, p }) {
  const f = screen.furniture, w = f.words, pair = p.mark && inOrder(f.answers).find(([, a]) => a.pairs === p.mark)[0];
  return html`<div class="opened">${p.added && html`<${Box} line=${line} field=${`${id}.words`} label=${w.part_label} hint=${w.part_hint} rows=${1}/>`}
    <div class="two even"><${Choice} kind="tall" line=${line} name=${`${id}.mark`} label=${w.mark_label} value=${p.mark} options=${inOrder(f.marks).map(([m, it]) => [m, html`<b>${it.name}</b><br/><span class="small">${it.about}</span>`])} move=${(mark) => ({ do: "mark", part: id, mark })}/>
      <${Choice} kind="tall" line=${line} name=${`${id}.answer`} label=${w.answer_label} value=${p.answer} options=${inOrder(f.answers).map(([a, it]) => [a, html`<b>${it.name}</b><br/><span class="small">${it.about}</span>`])} move=${(answer) => ({ do: "meet", part: id, answer })}/></div>
    ${pair && p.answer && pair !== p.answer && html`<p class="small differs">${put(w.differs, { mark: p.mark, pair })}</p>`}
    <div class="three"><${Box} line=${line} field=${`${id}.owner`} label=${w.owner_label} hint=${w.owner_hint} rows=${1}/><${Day} line=${line} screen=${screen} id=${id} p=${p}/><${Box} line=${line} field=${`${id}.move`} label=${w.move_label} hint=${w.move_hint} rows=${1}/></div></div>`;
}

const GLYPH = { none: "", begun: "M2 7a5 5 0 0 1 10 0z", full: "M2 7a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z" }, SAID = { none: "not begun", begun: "begun", full: "done" };
function Part({ line, screen, id, p, open, set, next }) {
  const f = screen.furniture, w = f.words, head = useRef(null), was = useRef(open);
  useEffect(() => { if (open && !was.current && line.count) head.current?.focus(); was.current = open; }, [open]);
  const words = p.added ? line.text(`${id}.words`).trim() || w.unwritten : p.words, tags = [p.mark && f.marks[p.mark].name, p.answer && f.answers[p.answer].name, p.day].filter(Boolean);
  return html`<li class=${"part" + (open ? " open" : "")}><${Button} kind="name parthead" aria-expanded=${open ? "true" : "false"} onClick=${() => set(open ? "" : id)}><svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true"><circle cx="7" cy="7" r="5.6" fill="none" stroke="currentColor" stroke-width="1.3"/><path d=${GLYPH[p.state]} fill="currentColor"/></svg>
      <span class="partwords" ref=${head} dir="auto">${words}${!p.added && p.short && html`<span class="small"> ${put(w.short, p)}</span>`}</span><span class="small tags">${tags.length ? tags.join(" · ") : w.unmarked}<span class="hidden">, ${SAID[p.state]}</span></span></${Button}>
    ${open && html`<${Open} line=${line} screen=${screen} id=${id} p=${p}/><div class="row gap">${next && html`<${Button} kind=${p.state === "full" ? "primary" : ""} onClick=${() => set(next)}>${w.next}</${Button}>`}${p.added && html`<${Button} kind="quiet small" onClick=${() => line.move({ do: "drop", part: id })}>${w.drop}</${Button}>`}</div>`}</li>`;
}

function Grid({ screen, name }) {
  const f = screen.furniture, w = f.words, answers = inOrder(f.answers);
  if (!Object.keys(screen.grid).length) return html`<section><h2>${w.grid_title}</h2><p class="small">${w.grid_none}</p></section>`;
  return html`<section><h2>${w.grid_title}</h2><p class="small">${w.grid_text}</p><table class="split"><thead><tr><td></td>${answers.map(([a, it]) => html`<th scope="col" key=${a}>${it.name}</th>`)}</tr></thead><tbody>${inOrder(f.marks).map(([m, it]) => html`<tr key=${m}><th scope="row">${it.name}</th>
    ${answers.map(([a, an]) => { const here = screen.grid[`${m}.${a}`] ?? []; return html`<td key=${a} class=${an.pairs === m ? "paired" : ""}>${here.length > 0 && html`<span class="narrow small">${an.name}</span><ul class="plain">${here.map((p) => html`<li key=${p} dir="auto">${name(p)}</li>`)}</ul>`}</td>`; })}</tr>`)}</tbody></table></section>`;
}

function Coming({ line, screen, name }) {
  const w = screen.furniture.words;
  return screen.coming.length > 0 && html`<section><h2>${w.coming_title}</h2><ol class="coming">${screen.coming.map((p) => html`<li key=${p}><b>${screen.parts[p].day}</b><span><span dir="auto">${name(p)}</span>${line.text(`${p}.owner`).trim() && html`<span class="small">, <bdi>${line.text(`${p}.owner`)}</bdi></span>`}${line.text(`${p}.move`).trim() && html`<br/><span class="small" dir="auto">${line.text(`${p}.move`)}</span>`}</span></li>`)}</ol></section>`;
}

function Tangle({ line, screen }) {
  const f = screen.furniture, w = f.words, list = inOrder(screen.parts), [open, set] = useState(screen.whole < f.enough ? list.find(([, p]) => p.state !== "full")?.[0] ?? "" : ""), [other, see] = useState(false), had = useRef(screen.issue);
  useEffect(() => { if (had.current !== screen.issue) { had.current = screen.issue; see(false); set(inOrder(line.screen.parts)[0]?.[0] ?? ""); } }, [screen.issue]);
  const head = html`<div class="row between"><h2 class="title">${f.title}</h2><div class="row"><${Button} kind="quiet" disabled=${!screen.undo || line.busy} onClick=${() => line.move({ do: "undo" })}>${w.undo}</${Button}><${Button} kind="quiet" disabled=${!screen.redo || line.busy} onClick=${() => line.move({ do: "redo" })}>${w.redo}</${Button}><${Saved} line=${line}/></div></div><p class="prose">${f.intro}</p>`;
  if (screen.stage === "choosing" || other) return html`<div class="tangle">${head}<${Issues} line=${line} screen=${screen}/><${Status} line=${line}/></div>`;
  const name = (p) => screen.parts[p].short || w.unwritten;
  const add = async () => { const before = new Set(Object.keys(screen.parts)), { made } = await line.move({ do: "add" }); if (made) set(Object.keys(line.screen.parts).find((p) => !before.has(p)) ?? open); };
  return html`<div class="tangle">${head}<div class="row between"><h2>${screen.own ? line.text("issue").trim() || f.issues[screen.issue].name : f.issues[screen.issue].name}</h2><${Button} kind="quiet small" onClick=${() => see(true)}>${w.other}</${Button}></div>
    ${screen.own && html`<section class="sheet"><${Box} line=${line} field="issue" label=${w.issue_label} hint=${w.issue_hint} rows=${1}/></section><${Promises} line=${line} promises=${screen.promises}/>`}
    <p class="small">${put(w.count, { n: Math.min(screen.whole, f.enough), enough: f.enough })}</p>
    <ul class="plain tangleparts">${list.map(([id, p], n) => html`<${Part} key=${id} line=${line} screen=${screen} id=${id} p=${p} open=${open === id} set=${set} next=${list[n + 1]?.[0]}/>`)}</ul>
    <div class="row gap">${screen.room && html`<${Button} disabled=${line.busy} onClick=${add}>${screen.own ? w.add_own : w.add}</${Button}>`}</div><${Status} line=${line}/>
    ${screen.whole >= f.enough && html`<p>${w.done}</p>`}<hr/><${Grid} screen=${screen} name=${name}/><${Coming} line=${line} screen=${screen} name=${name}/><section class="sheet"><${Box} line=${line} field="suits" label=${w.suits_label} hint=${w.suits_hint} rows=${2}/></section></div>`;
}

export default exercise(Tangle);
