// Placing, not sorting: a card at a time on seven lines; all of them side by side; two dealt again with what has come to light.
import { html, useEffect, useRef, useState } from "../../vendor/preact.js";
import { Box, Button, Heading, KEYS, Saved, Status, exercise } from "../../page.js";
import { Rail, inOrder, put } from "../parts/choice.js";
import { Lines } from "./lines.js";
import { Side } from "./side.js";

function Cards({ screen, go }) {
  const w = screen.furniture.words, f = screen.furniture;
  return html`<section><h3>${w.cards_title}</h3><p class="small">${put(screen.whole < f.enough ? w.cards_text : w.cards_more, { whole: screen.whole, enough: f.enough })}</p><ul class="plain deck">${inOrder(screen.cards).map(([id, c]) => html`<li key=${id}><button type="button" class="deckcard" data-card=${id} onClick=${() => go(id)} ...${KEYS}>
    <b class=${"let " + c.state} aria-hidden="true">${c.letter}</b><span>${c.title}</span><span class="hidden">${c.letter ? `, card ${c.letter}` : ""}${c.state === "full" ? ", placed" : c.state === "begun" ? ", begun" : ""}</span></button></li>`)}</ul></section>`;
}

function Card({ line, screen, id, another }) {
  const w = screen.furniture.words, c = screen.cards[id], top = useRef(null);
  useEffect(() => { top.current?.focus(); }, []);             // a card opens only by somebody's choosing it
  return html`<section class="sheet"><p class="small">${c.letter ? put(w.open_card, c) : w.new_card}</p><h2 tabindex="-1" ref=${top} ...${KEYS}>${c.title}</h2><p class="words known">${c.known}</p><p class="small">${w.how} ${screen.order.some((o) => o !== id) ? w.others : w.others_none}</p>
    <${Lines} line=${line} screen=${screen} id=${id}/><${Box} line=${line} field=${`${id}.move`} label=${w.move_label} hint=${w.move_hint} rows=${1}/>
    <div class="row gap">${screen.can_deal && html`<${Button} kind="primary" disabled=${line.busy} onClick=${() => line.move({ do: "deal" })}>${w.deal_button}</${Button}>`}<${Button} kind=${c.state === "full" && !screen.can_deal ? "primary" : ""} onClick=${another}>${w.another}</${Button}>${c.state !== "none" && !c.later && html`<${Button} kind="quiet" disabled=${line.busy} onClick=${() => line.move({ do: "put_back", problem: id })}>${w.put_back}</${Button}>`}</div></section>`;
}

function Again({ line, screen, id }) {
  const w = screen.furniture.words, c = screen.cards[id], move = line.text(`${id}.move`).trim();
  return html`<section class="sheet"><p class="small">${put(w.open_card, c)}</p><h2 tabindex="-1" data-again=${id} ...${KEYS}>${c.title}</h2><p class="small">${put(w.known, c)}</p><p class="words later"><mark>${put(w.later, c)}</mark></p><p class="small" dir="auto">${move ? put(w.you_said, { move }) : w.you_said_none}</p><p class="small">${w.was_note} ${w.others}</p>
    <${Lines} line=${line} screen=${screen} id=${id}/><p>${c.went.length ? put(w.went, { went: c.went.join("; ") }) : w.went_none}</p><${Box} line=${line} field=${`${id}.why`} label=${w.why_label} hint=${w.why_hint} rows=${2}/></section>`;
}

// After one has its reason the other is offered here, where the hand is; its button above may be off the screen.
function Dealt({ line, screen, at, go }) {
  const w = screen.furniture.words, [first] = useState(screen.dealt.find((id) => !line.text(`${id}.why`).trim()) ?? screen.dealt[0]), id = screen.dealt.includes(at) ? at : first;
  return html`<section><${Heading} line=${line}>${w.dealt_title}</${Heading}><p class="small">${w.dealt_text}</p><${Rail} label=${w.dealt_title} at=${id} go=${go} items=${screen.dealt.map((d) => ({ id: d, words: screen.cards[d].title, state: line.text(`${d}.why`).trim() ? "full" : screen.cards[d].went.length ? "begun" : "none" }))}/>
    <${Again} key=${id} line=${line} screen=${screen} id=${id}/>${screen.reasoned === 2 ? html`<p>${w.done}</p>` : screen.dealt.filter((d) => d !== id && line.text(`${id}.why`).trim() && !line.text(`${d}.why`).trim()).map((d) => html`<div class="row gap" key=${d}><${Button} kind="primary" onClick=${() => go(d)}>${put(w.other_card, screen.cards[d])}</${Button}></div>`)}</section>`;
}

// What is wanting before two come back, beside the button that waits for it.
function Wanting({ id, screen }) {
  const f = screen.furniture, w = f.words, lines = Object.keys(f.dimensions).length;
  const begun = screen.order.filter((c) => screen.cards[c].state === "begun").map((c) => put(w.deal_begun, { ...screen.cards[c], left: lines - Object.keys(screen.cards[c].places).length }));
  return html`<p class="small" id=${id}>${put(w.deal_needs, { left: f.enough - screen.whole })}${begun.length > 0 && ` ${put(w.deal_open, { begun: begun.join(", ") })}`}</p>`;
}

function Placing({ line, screen }) {
  const f = screen.furniture, w = f.words, [at, set] = useState(""), [again, turn] = useState({}), all = useRef(null), deck = useRef(null), back = useRef(""), needs = `sl-${line.model.model_id ?? "x"}-needs`, id = screen.cards[at] && !screen.dealt.includes(at) ? at : "";
  useEffect(() => { if (back.current && !id) deck.current?.querySelector(`[data-card="${back.current}"]`)?.focus(); back.current = ""; }, [id]);   // back to the card one comes from
  const another = () => { back.current = id; line.status = ""; set(""); }, go = (card) => { line.status = ""; if (screen.dealt.includes(card)) turn({ id: card }); else set(card); };
  useEffect(() => { if (again.id) all.current?.querySelector(`[data-again="${again.id}"]`)?.focus(); }, [again]);   // a card dealt again lies further down
  return html`<div class="placing" ref=${all}><div class="row between"><h2 class="title">${f.title}</h2><div class="row"><${Button} kind="quiet" disabled=${!screen.undo || line.busy} onClick=${() => line.move({ do: "undo" })}>${w.undo}</${Button}><${Button} kind="quiet" disabled=${!screen.redo || line.busy} onClick=${() => line.move({ do: "redo" })}>${w.redo}</${Button}><${Saved} line=${line}/></div></div>
    <p class="prose">${f.intro}</p>
    ${id ? html`<${Card} key=${id} line=${line} screen=${screen} id=${id} another=${another}/>` : html`<div ref=${deck}><${Cards} screen=${screen} go=${go}/></div>`}<${Status} line=${line}/>
    <${Side} line=${line} screen=${screen}/>
    ${screen.stage === "dealt" ? html`<hr/><${Dealt} line=${line} screen=${screen} at=${again.id} go=${(card) => turn({ id: card })}/>` : html`<hr/><section class="sheet"><h2>${w.deal_title}</h2><p class="small">${w.deal_text}</p>${!(id && screen.can_deal) && html`<div class="row gap"><${Button} kind="primary" disabled=${!screen.can_deal || line.busy} aria-describedby=${screen.can_deal ? undefined : needs} onClick=${() => line.move({ do: "deal" })}>${w.deal_button}</${Button}></div>${!screen.can_deal && html`<${Wanting} id=${needs} screen=${screen}/>`}`}</section>`}</div>`;
}

export default exercise(Placing);
