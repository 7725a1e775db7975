// Choose eight to twelve players; see what they mirror; name who is missing. Single presses throughout: a name goes in, and comes out again.
import { html, useRef, useState } from "../../vendor/preact.js";
import { Away, Box, Button, KEYS, Press, Saved, Status, exercise, memo } from "../../page.js";
import { Mark } from "../../canvas/canvas.js";
import { Key, useNarrow } from "../../canvas/frame.js";
import { inOrder, put, useBar } from "../parcels/parts.js";
import { MirrorOf, lower } from "./mirror.js";

const Name = memo(function Name({ id, p, on, press }) {
  return html`<li><${Button} kind=${"member" + (on ? " chosen" : "")} aria-pressed=${on ? "true" : "false"} data-player=${id} onClick=${() => press(id)}><${Mark} family=${p.family} letter=${p.letter}/><span>${p.name}</span></${Button}></li>`;
});

function Library({ screen, on, press }) {
  const { words: w, families, players } = screen.furniture, all = inOrder(players), [ref, narrow] = useNarrow(), [turned, turn] = useState({});
  return html`<details class="letters"><summary ...${KEYS}>${w.letters}</summary><${Key} players=${players} families=${families} lines=${false}/></details><div class="library" ref=${ref}>${inOrder(families).map(([f, it]) => {
    const mine = all.filter(([, p]) => p.family === f), open = turned[f] ?? !narrow;
    return html`<details key=${f} open=${open}><summary onClick=${(e) => { e.preventDefault(); turn({ ...turned, [f]: !open }); }} ...${KEYS}><b style=${`color:var(--${f})`}>${it.name}</b> <span class="small">${put(w.chosen_of, { n: mine.filter(([i]) => on(i)).length, of: mine.length })}</span></summary>
      <ul class="plain members">${mine.map(([i, p]) => html`<${Name} key=${i} id=${i} p=${p} on=${on(i)} press=${press}/>`)}</ul></details>`; })}</div>`;
}

// The team stays in sight while names are pressed below it.
function Bar({ line, screen }) {
  const { words: w, players } = screen.furniture, team = Object.entries(screen.members).sort((a, b) => a[1] - b[1]).map(([i]) => i), ref = useBar();
  return html`<div class="movebar" role="group" aria-label=${w.bar} ref=${ref}><div class="said"><p>${team.length ? team.map((i) => players[i].name).join(" · ") : w.none}</p><${Status} line=${line} stay/></div><p class="count"><b>${put(w.count, { n: team.length })}</b> <span class="small">${w.range}</span></p></div>`;
}

function Missing({ line, screen }) {
  const { words: w, players, families, other } = screen.furniture, [who, choose] = useState(() => Object.keys(screen.drafts).find((k) => k.startsWith("miss.") && screen.drafts[k].trim() && !screen.missing[k.slice(5)])?.slice(5) ?? ""), id = `sl-miss-${line.tab}`, field = `miss.${who}`;
  const open = (i) => screen.members[i] === undefined && !screen.missing[i];
  const name = () => (who ? line.move({ do: "miss", player: who, text: line.text(field) }) : { made: false, said: w.miss_first });
  return html`<section class="sheet"><h2>${w.miss_title}</h2><p>${w.miss_text}</p>
    <ul class="plain">${inOrder(screen.missing).map(([i, m]) => html`<li key=${i} class="row between"><span>${m.name}${m.here && html` <mark>${w.miss_in}</mark>`}<br/><span class="words old" dir="auto">${m.text}</span></span><${Button} kind="quiet" aria-label=${`${w.miss_drop}: ${m.name}`} onClick=${() => line.move({ do: "let_go", player: i })}>${w.miss_drop}</${Button}></li>`)}</ul>
    <div class="box"><label for=${id}><b>${w.miss_which}</b></label><select id=${id} value=${who} onChange=${(e) => choose(e.target.value)} ...${KEYS}><option value="" selected=${!who}>${w.miss_choose}</option>${open(other) && html`<option value=${other} selected=${who === other}>${w.miss_other}</option>`}
      ${inOrder(families).map(([f, it]) => html`<optgroup key=${f} label=${it.name}>${inOrder(players).filter(([i, p]) => p.family === f && open(i)).map(([i, p]) => html`<option key=${i} value=${i} selected=${who === i}>${p.name}</option>`)}</optgroup>`)}</select><${Away} line=${line} lacks=${`#${id}`}/></div>
    ${who && html`<${Box} key=${who} line=${line} field=${field} label=${w.miss_how} hint=${w.miss_hint} rows=${2}/>`}
    <${Press} line=${line} move=${name} done=${() => { line.forget(field); choose(""); }}>${w.miss_button}</${Press}></section>`;
}

function End({ line, screen }) {
  const w = screen.furniture.words, asked = ["alone", "picture"], named = Object.values(screen.missing).filter((m) => !m.here).length;
  const finish = () => line.move({ do: "finish", debrief: Object.fromEntries(asked.map((k) => [k, line.text(`end.${k}`)])) });
  const lacks = !screen.fits ? "" : named < screen.furniture.to_name ? `#sl-miss-${line.tab}` : undefined;
  if (screen.stage === "finished") return html`<section><h2>${w.end_title}</h2>${asked.map((k) => html`<p key=${k}><span class="small">${w[`${k}_q`]}</span><br/><span class="words" dir="auto">${screen.debrief[k]}</span></p>`)}<p class="small">${w.finished}</p></section>`;
  return html`<section class="sheet"><h2>${w.end_title}</h2>${asked.map((k) => html`<${Box} key=${k} line=${line} field=${`end.${k}`} label=${w[`${k}_q`]} rows=${2}/>`)}
    <${Press} line=${line} kind="primary" move=${finish} lacks=${lacks}>${w.finish_button}</${Press}></section>`;
}

// A press shows at once; the rules have the last word.
function DesignTeam({ line, screen }) {
  const w = screen.furniture.words, [asked, ask] = useState({}), now = useRef(screen), [press] = useState(() => async (id) => {
    const there = now.current.members[id] !== undefined;
    ask((a) => ({ ...a, [id]: !there }));
    await line.move({ do: there ? "drop" : "add", player: id });
    ask(({ [id]: _, ...rest }) => rest);
  });
  now.current = screen;
  const on = (id) => asked[id] ?? screen.members[id] !== undefined, shown = screen.stage !== "choosing";
  return html`<div class="row between"><h2 class="title">${w.title}</h2><div class="row"><${Button} kind="quiet" disabled=${!screen.undo || line.busy} onClick=${() => line.move({ do: "undo" })}>${w.undo}</${Button}><${Button} kind="quiet" disabled=${!screen.redo || line.busy} onClick=${() => line.move({ do: "redo" })}>${w.redo}</${Button}><${Saved} line=${line}/></div></div>
    <p class="prose">${w.intro}</p><p class="small">${w.how}</p>
    <div class="sorting"><${Bar} line=${line} screen=${screen}/><${Library} screen=${screen} on=${on} press=${press}/>
    ${!shown && html`<section class="sheet"><h2>${w.compare_title}</h2><p>${w.compare_text}</p><${Press} line=${line} kind="primary" aria-disabled=${screen.fits ? undefined : "true"} lacks="" move=${() => line.move({ do: "compare" })}>${w.compare_button}</${Press}></section>`}</div>
    ${shown && html`<hr/><${MirrorOf} screen=${screen}/><${Missing} line=${line} screen=${screen}/><${End} line=${line} screen=${screen}/>`}`;
}

export default exercise(DesignTeam);
