// The power map: one record of ratings, seen as a table, player by player, on a plane, and against a boundary.
import { html, useState } from "../../vendor/preact.js";
import { Button, Heading, KEYS, Press, Saved, Status, exercise } from "../../page.js";
import { inOrder, put } from "../parcels/parts.js";
import { Begin, Picking } from "./begin.js";
import { Boundary } from "./boundary.js";
import { LACKS, lacking } from "./discs.js";
import { OnMap } from "./plane.js";
import { Differ, End, Shows, SitElsewhere } from "./shows.js";
import { Bars, Table } from "./table.js";

// What the hand has asked for shows at once; the rules have the last word.
const over = (given, asked) => Object.entries(asked).reduce((all, [i, levels]) => ({ ...all, [i]: { ...all[i], ...levels } }), given);

function Rating({ line, screen: known }) {
  const [asked, ask] = useState({}), [tab, setTab] = useState("0"), both = known.closed > 1, sit = known.stage === "second" ? "1" : both ? tab : "0";
  const screen = { ...known, levels: { ...known.levels, [sit]: over(known.levels[sit], asked) } };
  const w = screen.furniture.words, open = screen.stage === "first" || screen.stage === "second";
  const [view, setView] = useState("table"), [at, openAt] = useState(null), views = ["table", "bars", "map", ...(screen.reach && screen.stage !== "second" ? ["reach"] : [])], now = views.includes(view) ? view : "table";
  const choose = (cell) => { if (line.beside) { line.status = ""; line.beside = null; } openAt(cell); };            // what was said of another cell is over
  const rate = async (player, levels) => {
    ask((now) => over(now, { [player]: levels }));
    await line.move({ do: "rate", sit: Number(sit), player, levels });
    ask(({ [player]: mine = {}, ...rest }) => {
      const left = Object.entries(mine).filter(([s, n]) => levels[s] !== n);     // another press may be on its way
      return left.length ? { ...rest, [player]: Object.fromEntries(left) } : rest;
    });
  };
  // Refused, the map goes to the first cell that lacks something, in the table: `Press` puts the focus there.
  const keep = async () => {
    const outcome = await line.move({ do: "close" }), [first] = lacking(line.screen, sit);
    if (outcome.made) choose(null);
    else if (outcome.said) { setView("table"); choose(first?.[0] ?? at ?? [inOrder(screen.players)[0][0], "position"]); }
    await new Promise((drawn) => setTimeout(drawn));
    return outcome;
  };
  const title = put(w.rate_title, screen.sits[sit]);
  return html`${open ? html`<${Heading} key=${screen.stage} line=${line} kind="rating">${title}</${Heading}>` : html`<h2 class="rating">${title}</h2>`}<p class="small rated">${put(w.rated_for, screen)}${screen.stage === "first" && html` <${Button} kind="quiet" disabled=${line.busy} onClick=${() => line.move({ do: "choose_again" })}>${w.pick_again}</${Button}>`}</p>
    <div class="row views"><div class="segment" role="group" aria-label="View">${views.map((v) => html`<${Button} key=${v} kind="toggle" aria-pressed=${now === v ? "true" : "false"} onClick=${() => setView(v)}>${w[`view_${v}`]}</${Button}>`)}</div>
      ${both && html`<div class="segment" role="group" aria-label="Standpoint">${["0", "1"].map((n) => html`<${Button} key=${n} kind="toggle" aria-pressed=${sit === n ? "true" : "false"} onClick=${() => setTab(n)}>${put(w.first_tab, screen.sits[n])}</${Button}>`)}</div>`}</div>
    ${now === "table" && html`<details class="ten" open=${screen.stage === "first"}><summary ...${KEYS}>${w.ten_title}</summary><dl class="rule">${inOrder(screen.furniture.sources).map(([s, it]) => html`<dt key=${s}>${it.short}</dt><dd>${it.ask}</dd>`)}</dl><p class="small">${w.ten_text}</p></details>`}
    ${now === "table" && html`<${Table} line=${line} screen=${screen} sit=${sit} at=${at} choose=${choose} rate=${rate} differ=${both && screen.differ}/>`}
    ${now === "bars" && html`<${Bars} screen=${screen} sit=${sit} open=${(cell) => { choose(cell); setView("table"); }}/>`}
    ${now === "map" && html`<${OnMap} key=${sit} line=${line} screen=${screen} sit=${sit} rate=${rate}/>`}
    ${now === "reach" && html`<${Boundary} key=${sit} screen=${screen} sit=${sit}/>`}<${Status} line=${line} stay/>
    ${open && html`<${Press} line=${line} kind="primary" move=${keep} lacks=${LACKS}>${screen.stage === "first" ? w.close_first : w.close_second}</${Press}><p class="small gap">${w.close_text}</p>`}
    <div class="ending"><${Shows} key=${sit} line=${line} screen=${screen} sit=${sit}/>${screen.stage === "sit" && html`<${SitElsewhere} line=${line} screen=${screen}/>`}${both && html`<${Differ} screen=${screen}/><${End} line=${line} screen=${screen}/>`}</div>`;
}

function PowerMap({ line, screen }) {
  const w = screen.furniture.words, began = screen.stage !== "begin";
  return html`<div class="row between"><h2 class="title">${w.title}</h2><div class="row">${began && html`<${Button} kind="quiet" disabled=${!screen.undo || line.busy} onClick=${() => line.move({ do: "undo" })}>${w.undo}</${Button}><${Button} kind="quiet" disabled=${!screen.redo || line.busy} onClick=${() => line.move({ do: "redo" })}>${w.redo}</${Button}>`}<${Saved} line=${line}/></div></div>
    ${screen.stage === "begin" || screen.stage === "picking" ? html`<p class="prose">${w.intro}</p>` : null}
    ${screen.stage === "begin" ? html`<${Begin} line=${line} screen=${screen}/><${Status} line=${line}/>` : screen.stage === "picking" ? html`<${Picking} line=${line} screen=${screen}/>` : html`<${Rating} line=${line} screen=${screen}/>`}`;
}

export default exercise(PowerMap);
