// Say what you like, take a situation, answer fourteen questions, read what each method would need, and turn two down in writing.
import { html, useState } from "../../vendor/preact.js";
import { Box, Button, Press, Saved, Status, exercise } from "../../page.js";
import { AtHand, Liking, Pick, Questions, Situations } from "./ask.js";
import { Library } from "./about.js";
import { MOST_TICKED, Side, Table } from "./table.js";
import { Verdict, inOrder, put } from "./signs.js";

function Asks({ screen, method }) {
  const { words: w, conditions, methods } = screen.furniture, m = methods[method];
  const open = inOrder(conditions).filter(([c]) => ["not met", "not known"].includes(screen.verdicts[method][c]));
  return html`<div>${open.length ? html`<p class="small">${w.reject_note}</p><ul class="plain">${open.map(([c, it]) => html`<li key=${c}><b>${it.name}.</b> <${Verdict} screen=${screen} method=${method} condition=${c}/></li>`)}</ul>` : html`<p class="small">${w.reject_fits}</p>`}
    <p class="small"><b>${w.not_when}</b> ${m.not_when.map((s) => html`${s.words} <span class="by">${w.by[s.by]}</span> `)}</p></div>`;
}

function Down({ line, screen, method, after }) {
  const w = screen.furniture.words, field = `why.${method}`, name = screen.furniture.methods[method].name;
  return html`<div data-boxes><${Asks} screen=${screen} method=${method}/><${Box} line=${line} field=${field} label=${put(w.reject_why, { name })} hint=${w.reject_why_hint} rows=${2}/>
    <${Press} line=${line} aria-label=${`${w.reject_button}: ${name}`} move=${() => line.move({ do: "reject", method, why: line.text(field) })} done=${() => { line.forget(field); after?.(); }}>${w.reject_button}</${Press}></div>`;
}

function Rejections({ line, screen }) {
  const { words: w, methods } = screen.furniture, best = screen.favourite, done = Object.keys(screen.rejected), others = done.filter((m) => m !== best);
  const [other, choose] = useState(() => Object.keys(screen.drafts).map((k) => k.slice(4)).find((m) => methods[m] && m !== best && screen.drafts[`why.${m}`].trim() && !screen.rejected[m]) ?? "");
  return html`<section class="sheet"><h2>${w.reject_title}</h2><ul class="plain">${inOrder(screen.rejected).map(([m, r]) => html`<li key=${m} class="turned"><span><b>${methods[m].name}</b>${m === best && html` (${w.best})`}<br/><span class="small">${w.situation_for} <bdi>${r.situation}</bdi></span><br/><span class="words old" dir="auto">${r.why}</span></span><${Button} kind="quiet" aria-label=${`${w.let_go}: ${methods[m].name}`} onClick=${() => line.move({ do: "let_go", method: m })}>${w.let_go}</${Button}></li>`)}</ul>
    ${!screen.rejected[best] && html`<h3>${w.reject_best}</h3><p class="words">${put(w.reject_best_text, { name: methods[best].name })}</p><${Down} key=${best} line=${line} screen=${screen} method=${best}/>`}
    ${screen.rejected[best] && others.length > 0 && html`<p>${w.finished}</p>`}<h3>${others.length ? w.reject_more : w.reject_other}</h3><${Pick} id=${`sl-other-${line.tab}`} screen=${screen} value=${other} onChange=${choose} label=${w.reject_which} without=${[best, ...done]}/>${other && !screen.rejected[other] && html`<${Down} key=${other} line=${line} screen=${screen} method=${other} after=${() => choose("")}/>`}</section>`;
}

function Chooser({ line, screen }) {
  const f = screen.furniture, w = f.words, table = screen.stage === "table", [asking, ask] = useState(!table), [taking, take] = useState(false), [ticked, setTicked] = useState([]);
  const tick = (id) => {
    if (!ticked.includes(id) && ticked.length >= MOST_TICKED) return false;
    setTicked(ticked.includes(id) ? ticked.filter((m) => m !== id) : [...ticked, id]);
    return true;
  };
  const choosing = screen.stage === "situation" || (taking && screen.stage !== "liking"), reading = table && !asking && !choosing;
  return html`<div class="row between"><h2 class="title">${f.title}</h2><div class="row"><${Button} kind="quiet" disabled=${!screen.undo || line.busy} onClick=${() => line.move({ do: "undo" })}>${w.undo}</${Button}><${Button} kind="quiet" disabled=${!screen.redo || line.busy} onClick=${() => line.move({ do: "redo" })}>${w.redo}</${Button}><${Saved} line=${line}/></div></div>
    <p class="prose">${f.intro}</p>${screen.favourite && html`<p class="small">${put(w.liked, { name: f.methods[screen.favourite].name })}</p>`}
    ${screen.stage === "liking" && html`<${Liking} line=${line} screen=${screen}/>`}
    ${choosing && html`<${Situations} line=${line} screen=${screen} done=${() => { take(false); ask(true); }}/>`}
    ${!choosing && screen.stage !== "liking" && html`<${AtHand} line=${line} screen=${screen} another=${() => take(true)}/>`}
    ${!choosing && screen.stage !== "liking" && !reading && html`<${Questions} key=${screen.situation} line=${line} screen=${screen} see=${() => ask(false)}/>`}
    ${reading && html`<${Table} line=${line} screen=${screen} ticked=${ticked} tick=${tick} change=${() => ask(true)}/>`}<${Status} line=${line} stay/>
    ${reading && html`<${Side} screen=${screen} ticked=${ticked}/><${Rejections} line=${line} screen=${screen}/>`}
    ${!reading && html`<${Library} screen=${screen}/>`}`;
}

export default exercise(Chooser);
