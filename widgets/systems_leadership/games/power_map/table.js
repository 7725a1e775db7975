// The table of ratings: twelve players by ten sources, one tab stop, arrows between cells, 0 to 3 rate. On a narrow screen, one player at a time.
import { html, useRef, useState } from "../../vendor/preact.js";
import { Box, Button, KEYS } from "../../page.js";
import { Mark } from "../../canvas/canvas.js";
import { useNarrow } from "../../canvas/frame.js";
import { inOrder } from "../parcels/parts.js";
import { Choose, Discs, box, level } from "./discs.js";

// The rating of one cell, and the reason a three asks for.
function Editor({ line, screen, sit, player, source, n, rate }) {
  const w = screen.furniture.words, s = screen.furniture.sources[source], p = screen.furniture.everybody[player];
  return html`<div class="editor two"><div><h3><${Mark} family=${p.family} letter=${p.letter}/> ${p.name}: ${s.name.toLowerCase()}</h3><p class="small">${s.ask}</p><${Choose} line=${line} w=${w} name="sl-level" legend=${`${p.name}, ${s.name}`} n=${n} rate=${rate}/></div>
    ${n === 3 && html`<div><${Box} line=${line} field=${box(sit, player, source)} label=${w.reason} rows=${2}/></div>`}</div>`;
}

function Grid({ line, screen, sit, at, choose, rate, differ }) {
  const w = screen.furniture.words, sources = inOrder(screen.furniture.sources), players = inOrder(screen.players).map(([i]) => i), cells = useRef(new Map()).current;
  const [rove, setRove] = useState(null), here = at ?? rove ?? [players[0], sources[0][0]];
  const step = (player, source, dx, dy) => {
    const x = sources.findIndex(([s]) => s === source) + dx, y = players.indexOf(player) + dy;
    if (sources[x] && players[y]) { setRove([players[y], sources[x][0]]); choose([players[y], sources[x][0]]); cells.get(`${players[y]}|${sources[x][0]}`)?.focus(); }
  };
  const onKey = (e, player, source) => {
    const v = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[e.key];
    if (v) step(player, source, ...v);
    else if (/^[0-3]$/.test(e.key)) rate(player, { [source]: Number(e.key) });
    else return;
    e.preventDefault(); e.stopPropagation();
  };
  return html`<table class="power"><thead><tr><th scope="col">${w.player}</th>${sources.map(([s, it]) => html`<th key=${s} scope="col">${it.short}</th>`)}</tr></thead><tbody>${players.map((i) => { const p = screen.furniture.everybody[i]; return html`<tr key=${i} class=${at?.[0] === i ? "at" : ""}><th scope="row"><${Mark} family=${p.family} letter=${p.letter}/> ${p.lines.join(" ")}</th>
    ${sources.map(([s, it]) => { const n = level(screen, sit, i, s), is = here[0] === i && here[1] === s, apart = differ?.[`${i}|${s}`], other = apart && (sit === "0" ? apart.theirs : apart.mine);
      return html`<td key=${s}><button type="button" class=${"cell" + (at && is ? " chosen" : "") + (apart ? " apart" : "")} tabindex=${is ? 0 : -1} ref=${(b) => { if (b) cells.set(`${i}|${s}`, b); else cells.delete(`${i}|${s}`); }} aria-label=${`${p.name}, ${it.name}: ${w.levels[n]}${apart ? `; from the other chair ${w.levels[other]}` : ""}`} data-cell=${`${i}|${s}`} onClick=${() => choose([i, s])} onKeyDown=${(e) => onKey(e, i, s)} ...${KEYS}><${Discs} n=${n}/></button></td>`; })}</tr>
    ${at?.[0] === i && html`<tr class="edits"><td colspan=${sources.length + 1}><${Editor} line=${line} screen=${screen} sit=${sit} player=${i} source=${at[1]} n=${level(screen, sit, i, at[1])} rate=${(n) => rate(i, { [at[1]]: n })}/></td></tr>`}`; })}</tbody></table>`;
}

// One player at a time: every source a row of four.
function OneByOne({ line, screen, sit, at, choose, rate }) {
  const w = screen.furniture.words, players = inOrder(screen.players).map(([i]) => i), i = at?.[0] ?? players[0], next = players[(players.indexOf(i) + 1) % players.length];
  return html`<label for="sl-power-who"><b>${w.player}</b></label><div><select id="sl-power-who" value=${i} onChange=${(e) => choose([e.target.value, "position"])} ...${KEYS}>${players.map((j) => html`<option key=${j} value=${j} selected=${j === i}>${screen.furniture.everybody[j].name}</option>`)}</select></div>
    ${inOrder(screen.furniture.sources).map(([s, it]) => { const n = level(screen, sit, i, s); return html`<div class="one" key=${`${i}.${s}`}><p class="small">${it.ask}</p><${Choose} line=${line} w=${w} name=${`sl-level-${s}`} legend=${it.name} n=${n} rate=${(k) => rate(i, { [s]: k })} short/>${n === 3 && html`<${Box} line=${line} field=${box(sit, i, s)} label=${w.reason} rows=${1}/>`}</div>`; })}
    <div class="row gap"><${Button} onClick=${() => choose([next, "position"])}>${screen.furniture.everybody[next].name} →</${Button}></div>`;
}

export function Table(props) {
  const { screen, sit } = props, w = screen.furniture.words, [ref, thin] = useNarrow(), narrow = thin && !matchMedia("print").matches, lacking = Object.values(screen.unexplained[sit] ?? {});
  return html`<div ref=${ref}>${narrow ? html`<${OneByOne} ...${props}/>` : html`<p class="small">${w.how}</p><${Grid} ...${props}/>`}
    ${lacking.length > 0 && html`<p class="small lacking">${w.reason_missing.replace("{list}", lacking.join("; "))}</p>`}</div>`;
}

// Small multiples: ten bars a player, always in the order of the table.
export function Bars({ screen, sit, open }) {
  const w = screen.furniture.words, sources = inOrder(screen.furniture.sources);
  return html`<p class="small">${sources.map(([, s]) => s.short.toLowerCase()).join(", ")}</p><div class="bars">${inOrder(screen.players).map(([i]) => { const p = screen.furniture.everybody[i], threes = sources.filter(([s]) => level(screen, sit, i, s) === 3).map(([, s]) => s.short.toLowerCase());
    return html`<figure key=${i}><${Button} kind="quiet name" onClick=${() => open([i, "position"])}>${p.name}</${Button}><svg viewBox="0 0 160 40" role="img" aria-label=${sources.map(([s, it]) => `${it.short} ${w.levels[level(screen, sit, i, s)]}`).join(", ")}>${sources.map(([s], k) => { const n = level(screen, sit, i, s); return html`<g key=${s}><path d=${`M${k * 16 + 1} 39h12`} stroke="var(--soft)"/><rect x=${k * 16 + 2} y=${39 - n * 12} width="10" height=${n * 12} fill="var(--ink)"/></g>`; })}</svg>
      <figcaption class="small">${threes.length ? threes.join(", ") : "nothing at three"}</figcaption></figure>`; })}</div>`;
}
