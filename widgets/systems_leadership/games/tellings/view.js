// One night, told six ways: what each makes of it and what follows, the author's reading, a seventh telling, one's own, and the facts.
import { html, useEffect, useRef, useState } from "../../vendor/preact.js";
import { Box, Button, Heading, KEYS, Saved, Status, exercise } from "../../page.js";
import { Mark } from "../../canvas/canvas.js";
import { Choice, Rail, inOrder, put } from "../parts/choice.js";
import { Items } from "./items.js";

// The signs are the map's; whoever comes straight here has not seen it.
function Signs({ screen }) {
  const w = screen.furniture.words;
  return html`<p class="small signs">${w.signs} ${inOrder(screen.tellings).map(([id, t]) => html`<span key=${id}><${Mark} family=${t.family} letter=${t.letter}/> ${t.sign}</span> `)}</p>`;
}

function Matching({ line, screen }) {
  const f = screen.furniture, w = f.words, list = inOrder(screen.tellings), first = list.find(([, t]) => t.state !== "full")?.[0] ?? list[0][0], [at, set] = useState(first), t = screen.tellings[at], n = list.findIndex(([id]) => id === at), top = useRef(null), moved = useRef(false);
  useEffect(() => { if (moved.current) top.current?.focus(); moved.current = false; }, [at]);
  const go = (id) => { moved.current = true; line.status = ""; set(id); };
  const needs = `sl-${line.model.model_id ?? "x"}-needs`, open = list.filter(([, it]) => it.state !== "full").map(([, it]) => it.who);
  return html`<${Rail} label=${w.rail} at=${at} go=${go} items=${list.map(([id, it]) => ({ id, words: it.who, state: it.state }))}/>
    <section class="sheet" key=${at}><blockquote class="spoken"><p class="small" tabindex="-1" ref=${top} ...${KEYS}><${Mark} family=${t.family} letter=${t.letter}/> ${t.who}</p><p class="words">“${t.words}”</p></blockquote>
      <${Choice} line=${line} name=${`${at}.call`} label=${w.call_label} value=${t.called} options=${inOrder(f.marks).map(([m, it]) => [m, html`<b>${it.name}</b><br/><span class="small">${it.about}</span>`])} move=${(mark) => ({ do: "call", telling: at, mark })} kind="across"/>
      <${Choice} line=${line} name=${`${at}.match`} label=${w.match_label} about=${w.match_about} value=${t.matched} options=${inOrder(f.responses).map(([r, it]) => [r, it.words])} move=${(response) => ({ do: "match", telling: at, response })} kind="tall"/>
      ${n < list.length - 1 && html`<div class="row gap"><${Button} kind=${t.state === "full" ? "primary" : ""} onClick=${() => go(list[n + 1][0])}>${w.next}</${Button}></div>`}</section>
    <section class="sheet"><h2>${w.read_title}</h2><p class="small">${w.read_text}</p><div class="row gap"><${Button} kind="primary" disabled=${open.length > 0 || line.busy} aria-describedby=${open.length ? needs : undefined} onClick=${() => line.move({ do: "read" })}>${w.read_button}</${Button}></div>${open.length > 0 && html`<p class="small" id=${needs}>${put(w.read_needs, { who: open.join(", ") })}</p>`}</section>`;
}

// Where the two agree it is said once, so that what differs can be seen.
function Beside({ screen, t }) {
  const f = screen.furniture, w = f.words, mark = (m) => f.marks[m].name.toLowerCase(), response = (r) => f.responses[r].words;
  const row = (asks, mine, theirs) => html`<p><span class="small">${asks}</span><br/>${mine === theirs ? put(w.both, { said: mine }) : html`${put(w.you, { said: mine })}<br/>${put(w.author, { said: theirs })}`}</p>`;
  return html`${row(w.row_mark, mark(t.called), mark(t.makes))}${row(w.row_response, response(t.matched), response(t.licenses))}`;
}

function Reading({ line, screen }) {
  const w = screen.furniture.words;
  return html`<section><${Heading} line=${line}>${w.read_title}</${Heading}><div class="heard">${inOrder(screen.tellings).map(([id, t]) => { return html`<article key=${id}><h3><${Mark} family=${t.family} letter=${t.letter}/> ${t.who}</h3><p class="words old">“${t.words}”</p>
    <${Beside} screen=${screen} t=${t}/><p class="small">${t.because}</p><p class="small"><b>${w.spares}.</b> ${t.spares}</p></article>`; })}</div>
    <div class="sheet"><${Box} line=${line} field="differ" label=${w.differ_label} hint=${w.differ_hint} rows=${1}/></div></section>`;
}

function Own({ line, screen }) {
  const f = screen.furniture, w = f.words;
  return html`<section><h2>${w.own_title}</h2><p class="prose">${w.own_text}</p><div class="sheet"><${Choice} line=${line} name="seventh" label=${w.own_which} value=${screen.seventh} options=${inOrder(f.sevenths).map(([r, it]) => [r, it.words])} move=${(response) => ({ do: "seventh", response })} kind="tall"/>
    <${Box} line=${line} field="own.who" label=${w.own_who} hint=${w.own_who_hint} rows=${1}/><${Box} line=${line} field="own.telling" label=${w.own_telling} hint=${w.own_telling_hint} rows=${3}/><${Box} line=${line} field="own.spares" label=${w.own_spares} rows=${1}/></div></section>`;
}

function Mine({ line, screen }) {
  const w = screen.furniture.words, options = inOrder(screen.tellings).map(([id, t]) => [id, html`<${Mark} family=${t.family} letter=${t.letter}/> ${t.who}`]);
  return html`<section><h2>${w.mine_title}</h2><p class="prose">${w.mine_text}</p><div class="sheet"><${Choice} line=${line} name="mine" label=${w.mine_label} value=${screen.mine} options=${screen.written || screen.mine === "own" ? [...options, ["own", w.mine_own]] : options} move=${(telling) => ({ do: "mine", telling })} kind="across"/>${!screen.written && screen.mine !== "own" && html`<p class="small">${w.mine_own_later}</p>`}
    <${Box} line=${line} field="mine.lets" label=${w.mine_lets} hint=${w.mine_lets_hint} rows=${2}/></div></section>`;
}

// What came of a move stands in the part it was made in.
const PART = { call: "six", match: "six", read: "six", seventh: "own", mine: "mine", answer: "facts" };

function Tellings({ line, screen }) {
  const f = screen.furniture, w = f.words, last = useRef("six"), part = last.current = PART[line.did] ?? last.current;
  const said = (p) => part === p && html`<${Status} line=${line} stay/>`;
  return html`<div class="tellings"><div class="row between"><h2 class="title">${f.title}</h2><div class="row"><${Button} kind="quiet" disabled=${!screen.undo || line.busy} onClick=${() => line.move({ do: "undo" })}>${w.undo}</${Button}><${Button} kind="quiet" disabled=${!screen.redo || line.busy} onClick=${() => line.move({ do: "redo" })}>${w.redo}</${Button}><${Saved} line=${line}/></div></div>
    <p class="prose">${f.intro}</p><h3>${w.event_title}</h3><p class="prose event">${f.event}</p><${Signs} screen=${screen}/>
    <div>${screen.stage === "read" ? html`<${Reading} line=${line} screen=${screen}/>` : html`<${Matching} line=${line} screen=${screen}/>`}${said("six")}</div>
    <div class="part"><${Own} line=${line} screen=${screen}/>${said("own")}</div><div class="part"><${Mine} line=${line} screen=${screen}/>${said("mine")}</div><hr/>
    <section><h2>${w.facts_title}</h2><p class="small">${w.facts_text}</p><${Items} line=${line} screen=${screen} said=${said("facts")}/></section></div>`;
}

export default exercise(Tellings);
