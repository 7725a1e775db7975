// The question workshop: one statement at a time, the learner's question, five tests the learner applies; below, the list to carry away.
import { html, useEffect, useRef, useState } from "../../vendor/preact.js";
import { Box, Button, KEYS, Saved, Status, exercise } from "../../page.js";
import { Choice, Rail, inOrder, put } from "../parts/choice.js";
import { List } from "./list.js";

function Worked({ screen }) {
  const f = screen.furniture, w = f.words, it = f.worked, tests = inOrder(f.tests), [open] = useState(!Object.values(screen.statements).some((s) => s.state !== "none"));   // open until something is written
  return html`<details class="worked" open=${open}><summary ...${KEYS}>${put(w.worked_title, it)}</summary><p class="small">${put(w.said_by, it)}</p><div class="two even">${it.try.map((t, n) => html`<div key=${n}><h3>${n ? w.second_try : w.first_try}</h3><p class="words">${t.question}</p><p class="small">${w.to_ask}: ${t.whom}</p>
    <ul class="plain found">${tests.map(([id, test]) => html`<li key=${id}><span class="small">${test.asks}</span> <b>${test.kind === "verdict" ? w[t.verdicts[id]] : ""}</b>${test.kind === "words" ? t.work : ""}</li>`)}</ul><p class="small">${t.remark}</p></div>`)}</div></details>`;
}

function Tests({ line, screen, id, s }) {
  const f = screen.furniture, w = f.words, written = line.text(`${id}.question`).trim();
  const options = ["yes", "no", "unsure"].map((v) => [v, w[v]]);
  return html`<h3 class="tests">${w.tests_title}</h3>${!written && html`<p class="small">${w.tests_first}</p>`}
    ${inOrder(f.tests).map(([t, it]) => it.kind === "verdict"
      ? html`<div key=${t}><${Choice} line=${line} name=${`${id}.${t}`} label=${it.asks} about=${it.about} value=${s.verdicts[t]} options=${options} move=${(says) => ({ do: "judge", statement: id, test: t, says })}/>${s.stale[t] && html`<p class="small stale" dir="auto">${put(w.stale, { of: s.stale[t] })}</p>`}</div>`
      : html`<div class="lastly" key=${t}><${Box} line=${line} field=${`${id}.${t}`} label=${it.asks} hint=${it.about} rows=${1}/></div>`)}`;
}

function Statement({ line, screen, id, s, top }) {
  const w = screen.furniture.words, needs = `sl-${line.model.model_id ?? "x"}-needs`, wanting = s.state !== "full" && [!line.text(`${id}.question`).trim() && w.open_needs_question, ...s.missing.map((asks) => `“${asks}”`)].filter(Boolean).join(", ");
  return html`<section class="sheet">${s.own ? html`<h3 class="top" tabindex="-1" ref=${top} ...${KEYS}>${w.own_label}</h3><${Box} line=${line} field=${`${id}.statement`} label=${w.own_label} hint=${w.own_hint} rows=${1}/>`
    : html`<blockquote class="spoken"><p class="words" tabindex="-1" ref=${top} ...${KEYS}>“${s.statement}”</p><p class="small">${put(w.said_by, s)}</p></blockquote>`}
    <div class="two"><${Box} line=${line} field=${`${id}.question`} label=${w.question_label} hint=${w.question_hint} rows=${2}/><${Box} line=${line} field=${`${id}.whom`} label=${w.whom_label} hint=${w.whom_hint} rows=${2}/></div>
    <${Tests} line=${line} screen=${screen} id=${id} s=${s}/>
    ${!s.own && (s.examples.length ? html`<div class="others"><h3>${w.open_title}</h3><p class="small">${w.open_text}</p><ul class="plain">${s.examples.map((x) => html`<li key=${x.question}><p class="words">${x.question}</p><p class="small">${x.remark}</p></li>`)}</ul></div>`
      : html`<div class="row gap"><${Button} disabled=${s.state !== "full" || line.busy} aria-describedby=${wanting ? needs : undefined} onClick=${() => line.move({ do: "open", statement: id })}>${w.open_button}</${Button}></div>${wanting && html`<p class="small" id=${needs}>${put(w.open_needs, { what: wanting })}</p>`}`)}
    ${s.own && html`<div class="row gap"><${Button} kind="quiet small" onClick=${() => line.move({ do: "drop", statement: id })}>${w.drop}</${Button}></div>`}</section>`;
}

function Questions({ line, screen }) {
  const f = screen.furniture, w = f.words, list = inOrder(screen.statements), first = list.find(([, s]) => s.state !== "full")?.[0] ?? list[0][0];
  const [picked, pick] = useState(first), at = screen.statements[picked] ? picked : first, n = list.findIndex(([id]) => id === at), top = useRef(null), moved = useRef(false);
  useEffect(() => { if (moved.current) top.current?.focus(); moved.current = false; }, [at]);
  const go = (id) => { moved.current = true; line.status = ""; pick(id); };
  const add = async () => { const had = new Set(list.map(([id]) => id)), { made } = await line.move({ do: "add" }); if (made) { const id = Object.keys(line.screen.statements).find((i) => !had.has(i)); if (id) go(id); } };
  const own = list.filter(([, s]) => s.own).map(([id]) => id);
  return html`<div class="questions"><div class="row between"><h2 class="title">${f.title}</h2><div class="row"><${Button} kind="quiet" disabled=${!screen.undo || line.busy} onClick=${() => line.move({ do: "undo" })}>${w.undo}</${Button}><${Button} kind="quiet" disabled=${!screen.redo || line.busy} onClick=${() => line.move({ do: "redo" })}>${w.redo}</${Button}><${Saved} line=${line}/></div></div>
    <p class="prose">${f.intro}</p><p class="small">${put(screen.own ? w.count_own : w.count, { n: screen.tested, all: screen.given })}</p><${Worked} screen=${screen}/>
    <${Rail} label=${w.rail} at=${at} go=${go} items=${list.map(([id, s]) => ({ id, words: s.own ? put(w.yours, { n: own.indexOf(id) + 1 }) : s.short, state: s.state }))}/>
    <${Statement} key=${at} line=${line} screen=${screen} id=${at} s=${screen.statements[at]} top=${top}/>
    <div class="row gap">${n > 0 && html`<${Button} onClick=${() => go(list[n - 1][0])}>${w.before}</${Button}>`}${n < list.length - 1 && html`<${Button} kind=${screen.statements[at].state === "full" && !(screen.done && screen.own) ? "primary" : ""} onClick=${() => go(list[n + 1][0])}>${w.next}</${Button}>`}
      ${screen.room && html`<${Button} kind=${screen.done && !own.length ? "primary" : ""} disabled=${line.busy} onClick=${add}>${w.add}</${Button}>`}</div><${Status} line=${line}/>
    ${screen.done && html`<p>${screen.own ? w.done : w.done_but_own}</p>`}<hr/><${List} line=${line} screen=${screen}/><div class="sheet"><${Box} line=${line} field="swap" label=${w.swap_label} hint=${w.swap_hint} rows=${1}/></div></div>`;
}

export default exercise(Questions);
