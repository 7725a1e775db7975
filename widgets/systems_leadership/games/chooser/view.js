// Say what you like, take a situation, answer fourteen questions, read what each method would need, and turn two down in writing.
import { html, useState } from "../../vendor/preact.js";
import { Box, Button, KEYS, Saved, Status, exercise } from "../../page.js";
import { AtHand, Liking, Pick, Questions, Situations } from "./ask.js";
import { Library } from "./about.js";
import { Side, Table } from "./table.js";
import { Sign, inOrder, put } from "./signs.js";

function Asks({ screen, method }) {
  const { words: w, conditions, methods } = screen.furniture, m = methods[method];
  const open = inOrder(conditions).filter(([c]) => ["not met", "not known"].includes(screen.verdicts[method][c]));
  return html`<div>${open.length ? html`<p class="small">${w.reject_note}</p><ul class="plain">${open.map(([c, it]) => html`<li key=${c}><${Sign} verdict=${screen.verdicts[method][c]} label=${screen.verdicts[method][c]}/> ${it.name}. <span class="small">${w.why_asks} ${m.needs[c].why} <span class="by">${w.by[m.needs[c].by]}</span></span></li>`)}</ul>` : html`<p class="small">${w.reject_fits}</p>`}
    <p class="small"><b>${w.not_when}</b> ${m.not_when.map((s) => html`${s.words} <span class="by">${w.by[s.by]}</span> `)}</p></div>`;
}

function Down({ line, screen, method, after }) {
  const w = screen.furniture.words, field = `why.${method}`, [said, say] = useState("");
  const down = async () => {
    const { made, said: words } = await line.move({ do: "reject", method, why: line.text(field) });
    say(made ? "" : words);
    if (made) { line.forget(field); after?.(); }
  };
  return html`<${Asks} screen=${screen} method=${method}/><${Box} line=${line} field=${field} label=${put(w.reject_why, { name: screen.furniture.methods[method].name })} hint=${w.reject_why_hint} rows=${2}/>
    <div class="row gap"><${Button} disabled=${line.busy} aria-label=${`${w.reject_button}: ${screen.furniture.methods[method].name}`} onClick=${down}>${w.reject_button}</${Button}><p role="alert" class="small">${said}</p></div>`;
}

function Rejections({ line, screen }) {
  const { words: w, methods } = screen.furniture, best = screen.favourite, done = Object.keys(screen.rejected), others = done.filter((m) => m !== best);
  const [other, choose] = useState(() => Object.keys(screen.drafts).map((k) => k.slice(4)).find((m) => methods[m] && m !== best && screen.drafts[`why.${m}`].trim() && !screen.rejected[m]) ?? "");
  return html`<section class="sheet"><h2>${w.reject_title}</h2><ul class="plain">${inOrder(screen.rejected).map(([m, r]) => html`<li key=${m} class="row between"><span><b>${methods[m].name}</b>${m === best && html` <mark>${w.best}</mark>`} <span class="small">${w.situation_for} <span dir="auto">${r.situation}</span></span><br/><span class="words old" dir="auto">${r.why}</span></span><${Button} kind="quiet" aria-label=${`${w.let_go}: ${methods[m].name}`} onClick=${() => line.move({ do: "let_go", method: m })}>${w.let_go}</${Button}></li>`)}</ul>
    ${!screen.rejected[best] && html`<h3>${w.reject_best}</h3><p class="words">${put(w.reject_best_text, { name: methods[best].name })}</p><${Down} key=${best} line=${line} screen=${screen} method=${best}/>`}
    <h3>${w.reject_other}</h3><${Pick} id=${`sl-other-${line.tab}`} screen=${screen} value=${other} onChange=${choose} label=${w.reject_which} without=${[best, ...done]}/>${other && !screen.rejected[other] && html`<${Down} key=${other} line=${line} screen=${screen} method=${other} after=${() => choose("")}/>`}
    ${screen.rejected[best] && others.length > 0 && html`<p>${w.finished}</p>`}</section>`;
}

function Chooser({ line, screen }) {
  const f = screen.furniture, w = f.words, table = screen.stage === "table", [asking, ask] = useState(!table), [taking, take] = useState(false), [ticked, setTicked] = useState([]);
  const tick = (id) => {
    if (!ticked.includes(id) && ticked.length >= 3) { line.status = w.too_many; line.changed(); return false; }
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
