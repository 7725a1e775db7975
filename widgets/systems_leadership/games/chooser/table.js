// The table of signs, sorted as you like; and up to three methods side by side, with reasons. No row has a sum.
import { html, useState } from "../../vendor/preact.js";
import { Button, Heading, KEYS } from "../../page.js";
import { FACTS, Fact } from "./about.js";
import { KEY, RANK, Sign, Verdict, groups, inOrder, put } from "./signs.js";

export const MOST_TICKED = 3;                          // side by side; a fourth would leave no room for words

const lower = (name) => name[0].toLowerCase() + name.slice(1);
const BYS = ["founder", "official", "secondary", "course", "unchecked"], TOLD = ["people", "length", "preparation", "evidence"];

// Every method as a list of [heading, rows]: by kind as given, or one list in the order asked for.
export function ordered(screen, by) {
  const { methods, conditions } = screen.furniture;
  if (!by) return groups(methods);
  const place = by === "name" ? (m) => m.name : conditions[by] ? (m, id) => RANK.indexOf(screen.verdicts[id][by]) : by === "evidence" ? (m) => m.evidence : (m) => BYS.indexOf(m[by].by);
  const rows = inOrder(methods).map(([id, m]) => [id, m, place(m, id)]);
  return [["", rows.sort((a, b) => (a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : 0)).map(([id, m]) => [id, m])]];
}

// `full` is the method whose tick could not be made: it is said beside it, until there is room.
function Tick({ id, m, ticked, full, press, w }) {
  return html`<div class="tickrow"><label class="tickname"><input type="checkbox" checked=${ticked.includes(id)} onChange=${(e) => press(id, e.target)} ...${KEYS}/><span>${m.name}</span></label><p role="alert" class="refusal">${full === id ? w.too_many : ""}</p></div>`;
}

const rowClass = (ticked, id) => (ticked.includes(id) ? "chosen" : "");

function Signs({ screen, rows, by, sort, ...ticks }) {
  const { words: w, conditions } = screen.furniture, all = inOrder(conditions);
  return html`<table class="signs"><thead><tr><th scope="col" aria-sort=${by === "name" ? "ascending" : undefined}><span>${w.tick}</span></th>${all.map(([c, it]) => html`<th scope="col" key=${c} aria-sort=${by === c ? "ascending" : undefined}><button type="button" class=${"short" + (by === c ? " pressed" : "")} title=${it.name} aria-label=${`${it.short}: ${it.name}`} onClick=${() => sort(by === c ? "" : c)} ...${KEYS}>${it.short}</button></th>`)}</tr></thead>
    ${rows.map(([g, list]) => html`<tbody key=${g}>${g && html`<tr class="group"><th colspan=${all.length + 1} scope="rowgroup">${g}</th></tr>`}${list.map(([id, m]) => html`<tr key=${id} class=${rowClass(ticks.ticked, id)}><th scope="row"><${Tick} id=${id} m=${m} w=${w} ...${ticks}/></th>
      ${all.map(([c]) => html`<td key=${c}><${Sign} verdict=${screen.verdicts[id][c]} label=${w[KEY[screen.verdicts[id][c]]]}/></td>`)}</tr>`)}</tbody>`)}</table>`;
}

// The same where there is no room for fourteen columns.
function List({ screen, rows, by, sort, ...ticks }) {
  const { words: w, conditions } = screen.furniture, all = inOrder(conditions);
  const names = (id, verdict) => all.filter(([c]) => screen.verdicts[id][c] === verdict).map(([, it]) => lower(it.name)).join("; ") || w.none;
  return html`<div class="signlist">${rows.map(([g, list]) => html`${g && html`<h3 key=${g}>${g}</h3>`}<ul class="plain">${list.map(([id, m]) => html`<li key=${id} class=${rowClass(ticks.ticked, id)}><${Tick} id=${id} m=${m} w=${w} ...${ticks}/>${["not met", "not known"].map((v) => html`<p class="small" key=${v}><${Sign} verdict=${v}/> ${w[`${KEY[v]}_list`]}: ${names(id, v)}.</p>`)}</li>`)}</ul>`)}</div>`;
}

function Told({ screen, rows, by, sort, ...ticks }) {
  const w = screen.furniture.words;
  return html`<table class="told stack"><thead><tr><th scope="col">${w.tick}</th>${TOLD.map((f) => html`<th scope="col" key=${f} aria-sort=${by === f ? "ascending" : undefined}><button type="button" class=${"name" + (by === f ? " pressed" : "")} onClick=${() => sort(by === f ? "" : f)} ...${KEYS}>${w[f]}</button></th>`)}</tr></thead>
    ${rows.map(([g, list]) => html`<tbody key=${g}>${list.map(([id, m]) => html`<tr key=${id} class=${rowClass(ticks.ticked, id)}><th scope="row"><${Tick} id=${id} m=${m} w=${w} ...${ticks}/></th>${TOLD.map((f) => html`<td key=${f}><span class="label">${w[f]}: </span><${Fact} w=${w} m=${m} fact=${f}/></td>`)}</tr>`)}</tbody>`)}</table>`;
}

export function Side({ screen, ticked }) {
  const { words: w, methods, conditions, unknown } = screen.furniture, [every, all] = useState(false), of = (c) => ticked.map((m) => screen.verdicts[m][c]);
  if (!ticked.length) return html`<section><h2>${w.side_title}</h2><p>${w.side_none}</p></section>`;
  const several = ticked.length > 1, rows = inOrder(conditions).filter(([c]) => every || !several || new Set(of(c)).size > 1);
  const said = (c) => conditions[c].options[screen.answers[c]]?.words ?? w.unknown;
  return html`<section><h2>${several ? w.side_title : `${w.side_one}: ${methods[ticked[0]].name}`}</h2>${several && html`<div class="segment"><${Button} kind="toggle" aria-pressed=${every ? "false" : "true"} onClick=${() => all(false)}>${w.side_differ}</${Button}><${Button} kind="toggle" aria-pressed=${every ? "true" : "false"} onClick=${() => all(true)}>${w.side_all}</${Button}></div>`}
    <table class="side stack" style=${`--n:${ticked.length}`}><thead><tr><th scope="col">${w.condition}</th>${ticked.map((m) => html`<th scope="col" key=${m}>${methods[m].name}</th>`)}</tr></thead><tbody>${rows.length === 0 && html`<tr><td colspan=${ticked.length + 1}>${w.alike}</td></tr>`}
      ${rows.map(([c, it]) => html`<tr key=${c}><th scope="row">${it.name}<br/><span class="small">${w.you_said} ${said(c)}</span></th>${ticked.map((m) => html`<td key=${m}>${several && html`<span class="label">${methods[m].name}: </span>`}<${Verdict} screen=${screen} method=${m} condition=${c}/></td>`)}</tr>`)}
      ${FACTS.map((f) => html`<tr key=${f}><th scope="row">${w[f]}</th>${ticked.map((m) => html`<td key=${m}>${several && html`<span class="label">${methods[m].name}: </span>`}<${Fact} w=${w} m=${methods[m]} fact=${f}/></td>`)}</tr>`)}</tbody></table></section>`;
}

export function Table({ line, screen, ticked, tick, change }) {
  const { words: w, conditions } = screen.furniture, [by, sortBy] = useState(""), [told, tell] = useState(false), [full, say] = useState(""), rows = ordered(screen, by);
  const press = (id, box) => { const made = tick(id); if (!made) box.checked = false; say(made ? "" : id); };
  const name = (k) => (k === "name" ? w.sort_name : conditions[k]?.name ?? w[k] ?? w.sort_given);
  const sort = (k) => { sortBy(k); line.status = put(w.sorted, { by: `“${name(k)}”` }) + (conditions[k] ? ` ${w.sorted_note}` : ""); line.changed(); };
  const show = (is) => { tell(is); if (by && by !== "name") sortBy(""); };
  const parts = { screen, rows, by, sort, ticked, full, press }, id = `sl-sort-${line.tab}`;
  return html`<section><div class="row between"><${Heading} line=${line}>${w.table_title}</${Heading}><${Button} kind="quiet" onClick=${change}>${w.change}</${Button}></div><p class="prose">${w.table_text}</p>
    <div class="row between"><p class="signkey small">${["met", "not met", "not known", "asks nothing"].map((v) => html`<span key=${v}><${Sign} verdict=${v}/> ${w[KEY[v]]}</span>`)}</p>
      <div class="row"><label for=${id} class="small">${w.sort}</label><select id=${id} class="plainface" value=${by} onChange=${(e) => sort(e.target.value)} ...${KEYS}><option value="" selected=${!by}>${w.sort_given}</option><option value="name" selected=${by === "name"}>${w.sort_name}</option>${told ? TOLD.map((f) => html`<option key=${f} value=${f} selected=${by === f}>${w[f]}</option>`) : inOrder(conditions).map(([c, it]) => html`<option key=${c} value=${c} selected=${by === c}>${it.name}</option>`)}</select>
      <div class="segment"><${Button} kind="toggle" aria-pressed=${told ? "false" : "true"} onClick=${() => show(false)}>${w.view_conditions}</${Button}><${Button} kind="toggle" aria-pressed=${told ? "true" : "false"} onClick=${() => show(true)}>${w.view_facts}</${Button}></div></div></div>
    ${told ? html`<${Told} ...${parts}/>` : html`<${Signs} ...${parts}/><${List} ...${parts}/>`}</section>`;
}
