// A message handed down: what is heard here, which two parts go on, and what is on this person's mind. Then the ends beside each other.
import { html, useEffect, useRef, useState } from "../../vendor/preact.js";
import { Away, Box, Button, Heading, KEYS, Press, Saved, Status, exercise } from "../../page.js";
import { Fates, inOrder, put, small } from "./fates.js";

function Begin({ line, screen }) {
  const f = screen.furniture, w = f.words, n = Object.keys(screen.passages).length, again = n > 0, [ticked, tick] = useState([]);
  const toggle = (c) => tick(ticked.includes(c) ? ticked.filter((x) => x !== c) : [...ticked, c]);
  return html`<section class="sheet"><h2>${!again ? w.message : screen.enough ? w.third_title : w.again_title}</h2>${again ? html`<p>${screen.enough ? `${w.third_note} ` : ""}${w.again}</p>` : html`<p class="small">${put(w.from, f)}</p>`}
    <fieldset class="cuts"><legend><b>${w.expect}</b> <span class="small">${put(w.expect_hint, f)}</span></legend>${inOrder(f.clauses).map(([c, it]) => html`<label key=${c} class=${"pick clause" + (ticked.includes(c) ? " chosen" : "")}>
      <input type="checkbox" checked=${ticked.includes(c)} onChange=${() => toggle(c)} ...${KEYS}/><span><b class="small">${it.name}</b><br/><span class="words">${it.words}</span></span></label>`)}</fieldset>
    <div class="row gap"><${Button} kind="primary" disabled=${line.busy} onClick=${() => line.move({ do: "begin", expected: ticked })}>${again ? w.begin_again : w.begin}</${Button}></div></section>`;
}

// The levels behind: what each handed on, in its own words.
function Behind({ screen, passage }) {
  const f = screen.furniture;
  return html`<ol class="behind">${inOrder(passage.handed).map(([l, it]) => html`<li key=${l}><span class="small"><b>${it.order + 1}</b> ${f.levels[l].name} ${f.words.handed}${passage.rang === it.order + 1 ? ` (${f.words.rang})` : ""}</span><br/><span class="words old">${it.words}</span></li>`)}</ol>`;
}

const PART = "button.part[aria-pressed=false]", WORRY = "input[type=radio]";              // what a level may lack

function Level({ line, screen, passage }) {
  const f = screen.furniture, w = f.words, { at } = screen, level = f.levels[at.level], [kept, keep] = useState([]), [worry, mind] = useState("");
  const toggle = (p) => { line.status = ""; line.beside = null; keep(kept.includes(p) ? kept.filter((x) => x !== p) : [...kept, p].slice(-2)); };
  const ready = kept.length === 2 && worry, lacks = kept.length < 2 ? PART : WORRY;
  return html`<section class="sheet"><${Heading} line=${line}>${put(w.level, { n: level.order + 1, of: Object.keys(f.levels).length, name: level.name })}</${Heading}><p class="words old">${level.where}</p>
    <fieldset class="cuts"><legend><b>${w.hears}</b> <span class="small">${at.rang ? w.rang + " " : ""}${kept.length === 2 ? w.keep_two : w.keep}</span></legend><${Away} line=${line} lacks=${PART}/>${inOrder(at.parts).map(([p, it]) => html`<${Button} key=${p} kind=${"answer part" + (kept.includes(p) ? " pressed" : "")} aria-pressed=${kept.includes(p) ? "true" : "false"} data-part=${p} onClick=${() => toggle(p)}>
      <span class="tick" aria-hidden="true">${kept.includes(p) ? "→" : ""}</span><span>${it.name && html`<b class="small">${it.name}</b><br/>`}<span class="words">${it.words}</span></span></${Button}>`)}</fieldset>
    ${at.may_ring && html`<div class="row gap"><${Button} kind="quiet" disabled=${line.busy} onClick=${() => { keep([]); line.move({ do: "ring" }); }}>${put(w.ring, f)}</${Button}></div>`}
    <fieldset class="cuts"><legend><b>${w.mind}</b> <span class="small">${w.mind_note}</span></legend><${Away} line=${line} lacks=${WORRY}/>${inOrder(at.worries).map(([k, it]) => html`<label key=${k} class=${"pick" + (k === worry ? " chosen" : "")}><input type="radio" name=${`sl-worry-${line.tab}`} checked=${k === worry} onChange=${() => mind(k)} ...${KEYS}/><span class="words old">${it.words}</span></label>`)}</fieldset>
    <${Press} line=${line} kind="primary" aria-disabled=${ready ? undefined : "true"} lacks=${lacks} move=${() => line.move({ do: "pass", kept, worry })}>${w.pass}</${Press}></section>`;
}

function End({ screen, passage }) {
  const f = screen.furniture, w = f.words, how = (name) => passage.fates[inOrder(f.clauses).find(([, c]) => c.name === name)[0]].at(-1);
  const list = (said) => (said.length ? said.join(", ").replace(/, (?=[^,]*$)/, " and ") : w.nothing), quoted = (names) => names.map((n) => `“${n}”`);
  return html`<p>${put(w.expected, { parts: list(quoted(passage.expected)), arrived: list(passage.arrived.map((n) => put(w.arrived_as, { name: n, how: w.how[how(n)] }))) })}</p><${Fates} screen=${screen} passage=${passage}/>`;
}

const Words = ({ parts }) => inOrder(parts).map(([p, it], k) => html`${k > 0 && " "}${it.name ? html`<mark key=${p}>${it.words}</mark>` : html`<span key=${p}>${it.words}</span>`}`);

function Ends({ screen }) {
  const f = screen.furniture, w = f.words, whole = inOrder(screen.passages).filter(([, p]) => p.end);
  return html`<section><h2>${w.all_ends}</h2><div class="ends"><div><h3>${w.written}</h3><p class="words">${f.written}</p></div>${whole.map(([n, p]) => html`<div key=${n}><h3>${[w.first, w.second, w.third][p.order]}</h3><p class="words"><${Words} parts=${p.end}/></p><${End} screen=${screen} passage=${p}/>
      <details><summary ...${KEYS}>What each level handed on</summary><${Behind} screen=${screen} passage=${p}/></details></div>`)}</div><p class="small">${w.marked} ${w.fates_note}</p><p class="small">${w.rule} ${put(w.lot, f)}</p></section>`;
}

function Compare({ line, screen }) {
  const w = screen.furniture.words, asked = ["would_do", "where", "instead"];
  if (screen.stage === "compared") return html`<section><h2>${w.compare_title}</h2>${asked.map((k) => html`<p key=${k}><span class="small">${w[k]}</span><br/><span class="words" dir="auto">${screen.debrief[k]}</span></p>`)}<p class="small">${w.compared}</p></section>`;
  const keep = () => line.move({ do: "finish", debrief: Object.fromEntries(asked.map((k) => [k, line.text(k)])) });
  return html`<section class="sheet"><h2>${w.compare_title}</h2>${asked.map((k) => html`<${Box} key=${k} line=${line} field=${k} label=${w[k]} rows=${2}/>`)}
    <${Press} line=${line} kind="primary" move=${keep}>${w.compare}</${Press}></section>`;
}

function Cascade({ line, screen }) {
  const f = screen.furniture, w = f.words, all = inOrder(screen.passages), passing = screen.stage === "passing", now = all.length ? all[all.length - 1][1] : null, ends = all.some(([, p]) => p.end);
  const arrived = useRef(null), were = useRef(all.length && !passing);
  useEffect(() => { if (ends && !passing && !were.current) arrived.current?.focus(); were.current = ends && !passing; }, [passing]);
  return html`<div class="row between"><h2 class="title">${f.title}</h2><div class="row"><${Button} kind="quiet" disabled=${!screen.undo || line.busy} onClick=${() => line.move({ do: "undo" })}>${w.undo}</${Button}><${Button} kind="quiet" disabled=${!screen.redo || line.busy} onClick=${() => line.move({ do: "redo" })}>${w.redo}</${Button}><${Saved} line=${line}/></div></div><p class="prose">${f.intro}</p>
    ${passing && html`<${Behind} screen=${screen} passage=${now}/><${Level} key=${`${all.length}.${screen.at.level}`} line=${line} screen=${screen} passage=${now}/>`}
    <${Status} line=${line} stay/>
    ${!passing && ends && html`<div tabindex="-1" ref=${arrived} class="arrived" ...${KEYS}><${Ends} screen=${screen}/></div>`}
    ${!passing && screen.enough && html`<${Compare} line=${line} screen=${screen}/>`}
    ${!passing && screen.more > 0 && screen.stage !== "compared" && html`<${Begin} key=${all.length} line=${line} screen=${screen}/>`}`;
}

export default exercise(Cascade);
