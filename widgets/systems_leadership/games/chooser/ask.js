// What comes before the table: the one liked best, the situation, and fourteen questions about it.
import { html, useRef, useState } from "../../vendor/preact.js";
import { Box, Button, Heading, KEYS, Press, Promises } from "../../page.js";
import { groups, inOrder, put } from "./signs.js";

// A choice among all of them; `without` are left out.
export function Pick({ id, screen, value, onChange, label, without = [] }) {
  const { words: w, methods } = screen.furniture;
  return html`<div class="box"><label for=${id}><b>${label}</b></label><select id=${id} value=${value} onChange=${(e) => onChange(e.target.value)} ...${KEYS}><option value="" selected=${!value}>${w.like_choose}</option>
    ${groups(methods).map(([g, list]) => html`<optgroup key=${g} label=${g}>${list.filter(([m]) => !without.includes(m)).map(([m, it]) => html`<option key=${m} value=${m} selected=${value === m}>${it.name}</option>`)}</optgroup>`)}</select></div>`;
}

export function Liking({ line, screen }) {
  const w = screen.furniture.words, [best, choose] = useState("");
  return html`<section class="sheet"><h2>${w.like_title}</h2><p>${w.like_text}</p><${Pick} id=${`sl-like-${line.tab}`} screen=${screen} value=${best} onChange=${choose} label=${w.like_label}/>
    <${Press} line=${line} kind="primary" move=${() => line.move({ do: "like", method: best })}>${w.like_button}</${Press}></section>`;
}

export function Situations({ line, screen, done }) {
  const { words: w, situations, conditions, own } = screen.furniture, of = Object.keys(conditions).length;
  const take = async (id) => { if ((await line.move({ do: "situation", situation: id })).made) done?.(); };
  const whole = Object.values(screen.answered).some((n) => n === of), opened = whole || screen.answered[own] > 0;   // one of the four first
  const count = (id) => (screen.answered[id] ? html` <span class="small">${put(w.done_of, { n: screen.answered[id], of })}</span>` : "");
  return html`<section><${Heading} line=${line}>${w.situation_title}</${Heading}><p>${w.situation_text}</p><div class="two even situations">${inOrder(situations).map(([id, s]) => html`<div class="sheet given" key=${id}><h3>${s.name}${count(id)}</h3><p class="words old">${s.words}</p>
      <${Button} disabled=${line.busy} aria-label=${`${w.take}: ${s.name}`} onClick=${() => take(id)}>${w.take}</${Button}></div>`)}
    <div class="sheet given"><h3>${w.own_name}${count(own)}</h3><p class="words old">${w.own_hint}</p>${opened ? html`<${Button} disabled=${line.busy} aria-label=${`${w.take}: ${w.own_name}`} onClick=${() => take(own)}>${w.take}</${Button}>` : html`<p class="small">${w.own_later}</p>`}</div></div></section>`;
}

// The situation at hand, in its words.
export function AtHand({ line, screen, another }) {
  const { words: w, situations, own } = screen.furniture, s = situations[screen.situation];
  return html`<section class="sheet">${screen.situation === own ? html`<h2>${w.own_name}</h2><${Promises} line=${line} promises=${screen.promises}/><${Box} line=${line} field=${own} label=${w.own_label} hint=${w.own_hint} rows=${3}/>`
    : html`<h2>${s.name}</h2><p class="words old">${s.words}</p>`}<div class="row gap"><${Button} kind="quiet" onClick=${another}>${w.another}</${Button}></div></section>`;
}

function Question({ line, screen, id, c, to }) {
  const { words: w, unknown } = screen.furniture, [asked, ask] = useState(null), [said, say] = useState(null), now = asked ?? screen.answers[id], name = `sl-${line.tab}-${id}`;
  const answer = async (option) => {
    ask(option);
    const { made, said: words } = await line.move({ do: "answer", condition: id, option });
    if (!made && words) { line.beside = { words }; say(line.beside); line.changed(); }
    ask(null);
  };
  return html`<fieldset class="cuts question" data-question=${id}><legend><b>${c.question}</b></legend>${[...inOrder(c.options), [unknown, { words: w.unknown }]].map(([o, it]) => html`<label key=${o} class=${"pick" + (now === o ? " chosen" : "")}>
    <input type="radio" name=${name} value=${o} checked=${now === o} onChange=${() => answer(o)} ...${KEYS}/><span>${it.words}</span></label>`)}
    <div role="alert">${said && line.beside === said && html`<p class="refusal">${said.words} <${Button} kind="quiet" onClick=${() => to("[data-promise]")}>${w.to_promise}</${Button}></p>`}</div></fieldset>`;
}

export function Questions({ line, screen, see }) {
  const { words: w, conditions } = screen.furniture, all = inOrder(conditions), n = Object.keys(screen.answers).length, left = all.filter(([c]) => screen.answers[c] === undefined), ref = useRef(null);
  const to = (what) => ref.current.closest(".sl").querySelector(what)?.focus(), first = left.length > 0 && `[data-question="${left[0][0]}"] input`;
  return html`<section ref=${ref}><${Heading} line=${line}>${w.ask_title}</${Heading}><p>${w.ask_text}</p><div class="questions">${all.map(([id, c]) => html`<${Question} key=${`${screen.situation}.${id}`} line=${line} screen=${screen} id=${id} c=${c} to=${to}/>`)}</div>
    <div class="row gap"><${Button} kind=${first ? "" : "primary"} onClick=${() => (first ? to(first) : line.busy || see())}>${w.see}</${Button}><span class="small">${put(w.done_of, { n, of: all.length })}</span>
      ${first && html`<span class="small">${put(left.length === 1 ? w.one_left : w.first_left, { n: left.length })} <${Button} kind="quiet" onClick=${() => to(first)}>${left[0][1].question}</${Button}></span>`}</div></section>`;
}
