// The table of ratings: twelve players by ten sources, one tab stop, arrows between cells, 0 to 3 rate. On a narrow screen, one player at a time.
import { html, useEffect, useRef, useState } from "../../vendor/preact.js";
import { Away, Box, Button, KEYS } from "../../page.js";
import { Mark } from "../../canvas/canvas.js";
import { useNarrow } from "../../canvas/frame.js";
import { inOrder, put } from "../parcels/parts.js";
import { Choose, Discs, LACKS, box, lacking, level } from "./discs.js";

// Where the reason for “decides” is written. In the cell that is open it is what the map may lack.
function Why({ line, screen, sit, player, source, open, rows }) {
  return html`<div data-lacks=${open ? "" : undefined}><${Box} line=${line} field=${box(sit, player, source)} label=${screen.furniture.words.reason} hint=${screen.furniture.words.reason_hint} rows=${rows}/>${open && html`<${Away} line=${line} lacks=${LACKS}/>`}</div>`;
}

// The rating of one cell. Its arrows are those of any row to choose from; Escape goes back to the cell.
function Editor({ line, screen, sit, player, source, n, rate, close }) {
  const w = screen.furniture.words, s = screen.furniture.sources[source], p = screen.furniture.everybody[player];
  const onKey = (e) => { if (e.key === "Escape") { e.preventDefault(); e.stopPropagation(); close(); } };
  return html`<div class="editor two" onKeyDown=${onKey}><div data-lacks=${n === 3 ? undefined : ""}><h3><${Mark} family=${p.family} letter=${p.letter}/> ${p.name}: ${s.name.toLowerCase()}</h3><p class="small">${s.ask}</p><${Choose} line=${line} w=${w} name="sl-level" legend=${`${p.name}, ${s.name}`} n=${n} rate=${rate}/></div>
    <div>${n === 3 && html`<${Why} line=${line} screen=${screen} sit=${sit} player=${player} source=${source} open rows=${2}/>`}<div class="row gap"><${Button} onClick=${close}>${w.editor_close}</${Button}></div></div></div>`;
}

function Grid({ line, screen, sit, at, choose, rate, differ }) {
  const w = screen.furniture.words, sources = inOrder(screen.furniture.sources), players = inOrder(screen.players).map(([i]) => i), cells = useRef(new Map()).current;
  const [rove, setRove] = useState(null), here = at ?? rove ?? [players[0], sources[0][0]];
  const close = () => { setRove(at); cells.get(at.join("|"))?.focus(); choose(null); };
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
    ${at?.[0] === i && html`<tr class="edits"><td colspan=${sources.length + 1}><${Editor} line=${line} screen=${screen} sit=${sit} player=${i} source=${at[1]} n=${level(screen, sit, i, at[1])} rate=${(n) => rate(i, { [at[1]]: n })} close=${close}/></td></tr>`}`; })}</tbody></table>`;
}

// One player at a time: every source a row of four. The next player begins at the name.
function OneByOne({ line, screen, sit, at, choose, rate }) {
  const { words: w, everybody, sources } = screen.furniture, players = inOrder(screen.players).map(([i]) => i), i = at?.[0] ?? players[0], n = players.indexOf(i), next = players[n + 1] ?? players[0];
  const top = useRef(null), moved = useRef(false), p = everybody[i];
  useEffect(() => { if (moved.current) { moved.current = false; top.current.focus(); top.current.scrollIntoView({ block: "start" }); } }, [i]);
  const turn = () => { moved.current = true; choose([next, "position"]); };
  return html`<label for="sl-power-who"><b>${w.player}</b></label><div><select id="sl-power-who" value=${i} onChange=${(e) => choose([e.target.value, "position"])} ...${KEYS}>${players.map((j) => html`<option key=${j} value=${j} selected=${j === i}>${everybody[j].name}</option>`)}</select></div>
    <h3 class="whose" tabindex="-1" ref=${top} ...${KEYS}><${Mark} family=${p.family} letter=${p.letter}/> ${p.name} <span class="small">${put(w.player_of, { n: n + 1, of: players.length })}</span></h3>
    ${inOrder(sources).map(([s, it]) => { const is = level(screen, sit, i, s), open = at?.[1] === s; return html`<div class="one" key=${`${i}.${s}`}><p class="small">${it.ask}</p><div data-lacks=${open && is !== 3 ? "" : undefined}><${Choose} line=${line} w=${w} name=${`sl-level-${s}`} legend=${it.name} n=${is} rate=${(k) => rate(i, { [s]: k })} short/></div>${is === 3 && html`<${Why} line=${line} screen=${screen} sit=${sit} player=${i} source=${s} open=${open} rows=${1}/>`}</div>`; })}
    <div class="row gap"><${Button} onClick=${turn}>${put(n + 1 < players.length ? w.player_next : w.player_first, { name: everybody[next].name })}</${Button}></div>`;
}

export function Table(props) {
  const { screen, sit, choose } = props, w = screen.furniture.words, [ref, thin] = useNarrow(), narrow = thin && !matchMedia("print").matches, list = lacking(screen, sit);
  const open = (cell) => { choose(cell); setTimeout(() => ref.current?.querySelector(LACKS)?.focus()); };     // once the cell is there
  return html`<div ref=${ref}>${narrow ? html`<${OneByOne} ...${props}/>` : html`<p class="small">${w.how}${props.differ ? ` ${w.differ_cell}` : ""}</p><${Grid} ...${props}/>`}
    ${list.length > 0 && html`<div class="lacking"><p class="small">${w.reason_missing}</p><ul class="plain">${list.map(([cell, words]) => html`<li key=${cell.join("|")}><${Button} kind="quiet name" data-lacking=${cell.join("|")} onClick=${() => open(cell)}>${words}</${Button}></li>`)}</ul></div>`}</div>`;
}

// Small multiples: ten bars a player, named, always in the order of the table.
const ROW = 15, LEFT = 84, DISC = 30;

export function Bars({ screen, sit, open }) {
  const w = screen.furniture.words, sources = inOrder(screen.furniture.sources);
  return html`<div class="bars">${inOrder(screen.players).map(([i]) => { const p = screen.furniture.everybody[i], decides = sources.filter(([s]) => level(screen, sit, i, s) === 3).map(([, s]) => s.short.toLowerCase());
    return html`<figure key=${i}><${Button} kind="quiet name" onClick=${() => open([i, "position"])}>${p.name}</${Button}><svg viewBox=${`0 0 ${LEFT + 3 * DISC + 2} ${sources.length * ROW + 2}`} role="img" aria-label=${sources.map(([s, it]) => `${it.short} ${w.levels[level(screen, sit, i, s)]}`).join(", ")}><path d=${`M${LEFT} 0v${sources.length * ROW}`} stroke="var(--soft)"/>
      ${sources.map(([s, it], k) => { const n = level(screen, sit, i, s); return html`<g key=${s}><text x=${LEFT - 6} y=${k * ROW + 12} text-anchor="end" font-size="12" fill=${n ? "var(--ink)" : "var(--soft)"}>${it.short}</text><rect x=${LEFT} y=${k * ROW + 3} width=${n * DISC} height="9" fill="var(--ink)"/></g>`; })}</svg>
      <figcaption class="small">${decides.length ? put(w.bars_decides, { list: decides.join(", ") }) : w.bars_none}</figcaption></figure>`; })}</div>`;
}
