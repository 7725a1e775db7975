// Who needs it to be which? Six tellings matched to what they license, the author's reading, a seventh telling, one's own, and the facts.
import { html, useEffect, useRef, useState } from "../../vendor/preact.js";
import { Box, Button, Heading, KEYS, Saved, Status, exercise } from "../../page.js";
import { Mark } from "../../canvas/canvas.js";
import { Choice, Rail, inOrder, put } from "../parts/choice.js";
import { Items } from "./items.js";

function Matching({ line, screen }) {
  const f = screen.furniture, w = f.words, list = inOrder(screen.tellings), first = list.find(([, t]) => t.state !== "full")?.[0] ?? list[0][0], [at, set] = useState(first), t = screen.tellings[at], n = list.findIndex(([id]) => id === at), top = useRef(null), moved = useRef(false);
  useEffect(() => { if (moved.current) top.current?.focus(); moved.current = false; }, [at]);
  const go = (id) => { moved.current = true; line.status = ""; set(id); };
  return html`<${Rail} label=${w.rail} at=${at} go=${go} items=${list.map(([id, it]) => ({ id, words: it.who, state: it.state }))}/>
    <section class="sheet" key=${at}><blockquote class="spoken"><p class="small" tabindex="-1" ref=${top} ...${KEYS}><${Mark} family=${t.family} letter=${t.letter}/> ${t.who}</p><p class="words">“${t.words}”</p></blockquote>
      <${Choice} line=${line} name=${`${at}.call`} label=${w.call_label} value=${t.called} options=${inOrder(f.marks).map(([m, it]) => [m, html`<b>${it.name}</b><br/><span class="small">${it.about}</span>`])} move=${(mark) => ({ do: "call", telling: at, mark })} kind="across"/>
      <${Choice} line=${line} name=${`${at}.match`} label=${w.match_label} about=${w.match_about} value=${t.matched} options=${inOrder(f.responses).map(([r, it]) => [r, it.words])} move=${(response) => ({ do: "match", telling: at, response })} kind="tall"/>
      ${n < list.length - 1 && html`<div class="row gap"><${Button} kind=${t.state === "full" ? "primary" : ""} onClick=${() => go(list[n + 1][0])}>${w.next}</${Button}></div>`}</section>
    <section class="sheet"><h2>${w.read_title}</h2><p class="small">${w.read_text}</p><div class="row gap"><${Button} kind="primary" disabled=${screen.heard < list.length || line.busy} onClick=${() => line.move({ do: "read" })}>${w.read_button}</${Button}></div></section>`;
}

function Reading({ line, screen }) {
  const f = screen.furniture, w = f.words, said = (mark, response) => ({ mark: f.marks[mark].name.toLowerCase(), response: f.responses[response].words });
  return html`<section><${Heading} line=${line}>${w.read_title}</${Heading}><div class="heard">${inOrder(screen.tellings).map(([id, t]) => { const alike = t.called === t.makes && t.matched === t.licenses; return html`<article key=${id}><h3><${Mark} family=${t.family} letter=${t.letter}/> ${t.who}</h3><p class="words old">“${t.words}”</p>
    ${alike ? html`<p>${put(w.both, said(t.makes, t.licenses))}</p>` : html`<p>${put(w.you, said(t.called, t.matched))}</p><p>${put(w.author, said(t.makes, t.licenses))}</p>`}<p class="small">${t.because}</p><p class="small"><b>${w.spares}.</b> ${t.spares}</p></article>`; })}</div>
    <div class="sheet"><${Box} line=${line} field="differ" label=${w.differ_label} hint=${w.differ_hint} rows=${1}/></div></section>`;
}

function Own({ line, screen }) {
  const f = screen.furniture, w = f.words;
  return html`<section><h2>${w.own_title}</h2><p class="prose">${w.own_text}</p><div class="sheet"><${Choice} line=${line} name="seventh" label=${w.own_which} value=${screen.seventh} options=${inOrder(f.sevenths).map(([r, it]) => [r, it.words])} move=${(response) => ({ do: "seventh", response })} kind="tall"/>
    <${Box} line=${line} field="own.who" label=${w.own_who} hint=${w.own_who_hint} rows=${1}/><${Box} line=${line} field="own.telling" label=${w.own_telling} hint=${w.own_telling_hint} rows=${3}/><${Box} line=${line} field="own.spares" label=${w.own_spares} rows=${1}/></div></section>`;
}

function Mine({ line, screen }) {
  const w = screen.furniture.words, options = inOrder(screen.tellings).map(([id, t]) => [id, html`<${Mark} family=${t.family} letter=${t.letter}/> ${t.who}`]);
  return html`<section><h2>${w.mine_title}</h2><p class="prose">${w.mine_text}</p><div class="sheet"><${Choice} line=${line} name="mine" label=${w.mine_label} value=${screen.mine} options=${[...options, ["own", w.mine_own]]} move=${(telling) => ({ do: "mine", telling })} kind="across"/>
    <${Box} line=${line} field="mine.lets" label=${w.mine_lets} hint=${w.mine_lets_hint} rows=${2}/></div></section>`;
}

function Tellings({ line, screen }) {
  const f = screen.furniture, w = f.words;
  return html`<div class="tellings"><div class="row between"><h2 class="title">${f.title}</h2><div class="row"><${Button} kind="quiet" disabled=${!screen.undo || line.busy} onClick=${() => line.move({ do: "undo" })}>${w.undo}</${Button}><${Button} kind="quiet" disabled=${!screen.redo || line.busy} onClick=${() => line.move({ do: "redo" })}>${w.redo}</${Button}><${Saved} line=${line}/></div></div>
    <p class="prose">${f.intro}</p><h3>${w.event_title}</h3><p class="prose event">${f.event}</p>
    ${screen.stage === "read" ? html`<${Reading} line=${line} screen=${screen}/>` : html`<${Matching} line=${line} screen=${screen}/>`}<${Status} line=${line}/>
    <${Own} line=${line} screen=${screen}/><${Mine} line=${line} screen=${screen}/><hr/><section><h2>${w.facts_title}</h2><p class="small">${w.facts_text}</p><${Items} line=${line} screen=${screen}/></section></div>`;
}

export default exercise(Tellings);
